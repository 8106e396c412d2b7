import Budgets
import Exposition
import Hashing
import Polling
import TestSupport
import Testing
import Threading

@testable import Catalogue

@Suite struct RendererTests {
    private let noon = Timestamp(unixSeconds: 1_795_219_200)

    private func report(teams: [Account] = [], keys: [Account] = [], seconds: Double = 0) -> Report {
        var report = Report(
            time: Timestamp(unixSeconds: noon.unixSeconds + seconds), uptime: Uptime(sinceOrigin: .zero))
        report.accounts[.team] = teams
        report.accounts[.key] = keys
        for team in teams { report.aliasesOfTeams[team.id] = team.identity.alias }
        return report
    }

    private func page(_ rendering: Rendering, _ format: ExpositionFormat = .text004) -> String {
        String(decoding: rendering.exposition.body(format, .identity).bytes, as: UTF8.self)
    }

    /// The sample lines that name an account, without the health families.
    private func samples(_ rendering: Rendering) -> [String] {
        page(rendering).split(separator: "\n").map(String.init).filter {
            !$0.hasPrefix("#") && ($0.contains("team_id=") || $0.contains("hashed_api_key=") || $0.contains("team=\""))
        }
    }

    private func hash(_ digit: Character, _ rest: Character = "0") -> String {
        String(repeating: digit, count: 16) + String(repeating: rest, count: 48)
    }

    private func key(_ hash: String, limit: Budget.Limit = .limited(1), spend: USD? = 0, team: String? = nil) -> Account
    {
        Account(
            id: .key(hash: hash), identity: Account.Identity(teamID: team), budget: Budget(limit: limit), spend: spend)
    }

    @Test("a team with everything has every family, each right")
    func rendersATeam() async {
        var team = Account(
            id: .team("t-1"),
            identity: Account.Identity(alias: #"Al "q" \ "# + "\n", organizationID: "org"),
            budget: Budget(
                limit: .limited(10), softLimit: 8, duration: "30d",
                resetsAt: Timestamp(unixSeconds: noon.unixSeconds + 5400)),
            spend: 12.5)
        team.isBlocked = true
        team.tokensPerMinuteLimit = 1000
        team.requestsPerMinuteLimit = 10
        team.memberCount = 3
        team.keyCount = 4
        let rendering = await Renderer().render(report(teams: [team]), process: nil, after: nil)
        let labels = #"team_id="t-1",team_alias="Al \"q\" \\ \n""#
        #expect(
            samples(rendering) == [
                #"litellm_team_info{\#(labels),organization_id="org",budget_duration="30d"} 1"#,
                "litellm_team_budget_spend_usd{\(labels)} 12.5",
                "litellm_team_budget_limit_usd{\(labels)} 10",
                "litellm_team_budget_remaining_usd{\(labels)} -2.5",
                "litellm_team_budget_used_ratio{\(labels)} 1.25",
                "litellm_team_budget_exhausted{\(labels)} 1",
                "litellm_team_budget_soft_limit_usd{\(labels)} 8",
                "litellm_team_budget_reset_timestamp_seconds{\(labels)} 1795224600",
                "litellm_team_blocked{\(labels)} 1",
                "litellm_team_tokens_per_minute_limit{\(labels)} 1000",
                "litellm_team_requests_per_minute_limit{\(labels)} 10",
                "litellm_team_members{\(labels)} 3",
                "litellm_team_keys{\(labels)} 4",
                "litellm_remaining_team_budget_metric{\(labels)} -2.5",
                "litellm_team_max_budget_metric{\(labels)} 10",
                "litellm_team_budget_remaining_hours_metric{\(labels)} 1.5",
            ])
    }

    @Test(
        "what is unknown or does not apply has no series; only LiteLLM's own name says +Inf, and only without a limit")
    func leavesOutTheUnknown() async {
        let rendering = await Renderer().render(
            report(teams: [
                Account(id: .team("a"), budget: Budget(limit: .unlimited), spend: 3),
                Account(id: .team("b"), budget: Budget(limit: .limited(5)), spend: nil),
                Account(id: .team("c"), budget: Budget(limit: .unknown), spend: nil),
            ]), process: nil, after: nil)
        func labels(_ id: String) -> String { #"team_id="\#(id)",team_alias="""# }
        #expect(
            samples(rendering) == [
                #"litellm_team_info{\#(labels("a")),organization_id="",budget_duration=""} 1"#,
                #"litellm_team_info{\#(labels("b")),organization_id="",budget_duration=""} 1"#,
                #"litellm_team_info{\#(labels("c")),organization_id="",budget_duration=""} 1"#,
                "litellm_team_budget_spend_usd{\(labels("a"))} 3",
                "litellm_team_budget_limit_usd{\(labels("b"))} 5",
                "litellm_remaining_team_budget_metric{\(labels("a"))} +Inf",
                "litellm_team_max_budget_metric{\(labels("b"))} 5",
            ])
    }

    @Test("an unlimited key has few families, and names its team and user, an address by its hash")
    func rendersKeys() async {
        var free = key(hash("a"), limit: .unlimited, spend: 1, team: "t")
        free.identity.userID = "someone@example.com"
        free.isBlocked = false
        free.tokensPerMinuteLimit = 5
        free.budget.softLimit = 1
        free.expiresAt = Timestamp(unixSeconds: 2_000_000_000)
        var team = Account(id: .team("t"), budget: Budget(limit: .unlimited), spend: nil)
        team.identity.alias = "Team"
        let rendering = await Renderer().render(report(teams: [team], keys: [free]), process: nil, after: nil)
        let labels = #"hashed_api_key="\#(hash("a"))",api_key_alias="",team_id="t""#
        let user = "sha256:" + SHA256.hexDigest("someone@example.com").prefix(16)
        #expect(
            samples(rendering).filter { $0.contains("hashed_api_key") } == [
                #"litellm_key_info{\#(labels),team_alias="Team",user_id="\#(user)",organization_id="","#
                    + #"budget_duration=""} 1"#,
                "litellm_key_budget_spend_usd{\(labels)} 1",
                "litellm_key_blocked{\(labels)} 0",
                "litellm_key_expires_timestamp_seconds{\(labels)} 2000000000",
                #"litellm_remaining_api_key_budget_metric{hashed_api_key="\#(hash("a"))",api_key_alias=""} +Inf"#,
            ])
    }

    @Test(
        "LiteLLM's names carry the team under the label that was chosen",
        arguments: [
            (Renderer.Configuration.TeamLabel.teamID, #"team_id="t",team_alias="""#),
            (.team, #"team="t",team_alias="""#),
            (.both, #"team_id="t",team="t",team_alias="""#),
        ])
    func choosesTheTeamLabel(label: Renderer.Configuration.TeamLabel, labels: String) async {
        var configuration = Renderer.Configuration()
        configuration.teamLabel = label
        let team = Account(id: .team("t"), budget: Budget(limit: .unlimited), spend: 0)
        let rendering = await Renderer(configuration).render(report(teams: [team]), process: nil, after: nil)
        #expect(samples(rendering).contains("litellm_remaining_team_budget_metric{\(labels)} +Inf"))
        #expect(samples(rendering).contains(#"litellm_team_budget_spend_usd{team_id="t",team_alias=""} 0"#))
    }

    @Test("without LiteLLM's names there is none of them")
    func switchesLiteLLMNamesOff() async {
        var configuration = Renderer.Configuration()
        configuration.showsLiteLLMNames = false
        let team = Account(id: .team("t"), budget: Budget(limit: .limited(1)), spend: 0)
        let rendering = await Renderer(configuration).render(report(teams: [team]), process: nil, after: nil)
        #expect(!page(rendering).contains("_metric"))
    }

    @Test("keys whose shortened hashes are the same keep all digits; no two series are equal")
    func tellsShortenedHashesApart() async throws {
        var configuration = Renderer.Configuration()
        configuration.keyHashLength = 16
        let keys = [key(hash("a", "1")), key(hash("a", "2")), key(hash("b"))]
        let rendering = await Renderer(configuration).render(report(keys: keys), process: nil, after: nil)
        let shown = samples(rendering).filter { $0.hasPrefix("litellm_key_budget_limit_usd") }
            .compactMap { $0.split(separator: "\"").dropFirst().first.map(String.init) }
        #expect(shown == [hash("a", "1"), hash("a", "2"), String(repeating: "b", count: 16)])
        _ = try StrictExpositionParser.parse(Array(page(rendering).utf8), as: .text004)
        // The twin goes, and the hash can be short again.
        let later = await Renderer(configuration).render(
            report(keys: [keys[0], keys[2]]), process: nil, after: rendering)
        #expect(
            samples(later).filter { $0.hasPrefix("litellm_key_budget_limit_usd") }.first?
                .contains("\"\(String(repeating: "a", count: 16))\"") == true)
    }

    @Test("aliases and metadata are cut at 256 bytes, between characters")
    func cutsLongValues() async {
        var configuration = Renderer.Configuration()
        try? configuration.showMetadata(["cost-centre"])
        var team = Account(id: .team("t"), budget: Budget(limit: .unlimited), spend: nil)
        team.identity.alias = "x" + String(repeating: "é", count: 200)
        team.identity.metadata = ["cost-centre": String(repeating: "c", count: 300)]
        let rendering = await Renderer(configuration).render(report(teams: [team]), process: nil, after: nil)
        let alias = "x" + String(repeating: "é", count: 127)
        let metadata = String(repeating: "c", count: 256)
        #expect(
            samples(rendering).first
                == #"litellm_team_info{team_id="t",team_alias="\#(alias)",organization_id="",budget_duration="","#
                + #"metadata_cost_centre="\#(metadata)"} 1"#)
    }

    @Test("members of metadata that would share a label are refused")
    func refusesCollidingMetadata() {
        var configuration = Renderer.Configuration()
        #expect(throws: MetadataLabelError.sameLabel("a-b", "a.b", label: "metadata_a_b")) {
            try configuration.showMetadata(["a-b", "a.b"])
        }
        #expect(throws: MetadataLabelError.noName("")) { try configuration.showMetadata([""]) }
    }

    @Test("a rename ends the old series and begins the new one in the same page, also in the keys of the team")
    func followsRenames() async {
        var team = Account(
            id: .team("t"), identity: Account.Identity(alias: "old"), budget: Budget(limit: .unlimited), spend: 1)
        let keys = [key(hash("a"), team: "t")]
        let first = await Renderer().render(report(teams: [team], keys: keys), process: nil, after: nil)
        team.identity.alias = "new"
        let second = await Renderer().render(report(teams: [team], keys: keys), process: nil, after: first)
        #expect(page(first).contains("old"))
        #expect(!page(second).contains("old"))
        #expect(page(second).contains(#"team_id="t",team_alias="new",user_id"#))
    }

    @Test("whatever changes, a page made from the last one is the same as one made anew", arguments: 0..<20)
    func takesOverOnlyWhatIsUnchanged(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        var teams = (0..<random.next(below: 300)).map {
            Account(id: .team("team-\(1000 + $0)"), budget: Budget(limit: .limited(10)), spend: USD(Double($0)))
        }
        var keys = (0..<random.next(below: 300)).map {
            key(String(hash("a").dropLast(4)) + String(1000 + $0), team: "team-\(1000 + $0 % 50)")
        }
        let renderer = Renderer()
        var last: Rendering?
        for round in 0..<8 {
            for _ in 0..<random.next(below: 6) {
                Self.change(&teams, &random) { Account(id: .team($0), budget: Budget(limit: .unlimited), spend: 0) }
                Self.change(&keys, &random) { key(String(hash("b").dropLast(4)) + $0.suffix(4)) }
            }
            let report = report(teams: teams, keys: keys, seconds: Double(round) * 20)
            let rendering = await renderer.render(report, process: nil, after: last)
            let fresh = await renderer.render(report, process: nil, after: nil)
            for format in ExpositionFormat.allCases {
                for encoding in ContentEncoding.allCases {
                    // Compared outside, as a difference of long arrays takes for ever to describe.
                    let isSame =
                        rendering.exposition.body(format, encoding).bytes
                        == fresh.exposition.body(format, encoding).bytes
                    #expect(isSame, "\(format), \(encoding), round \(round)")
                }
            }
            last = rendering
        }
    }

    private static func change(
        _ accounts: inout [Account], _ random: inout SeededGenerator, make: (String) -> Account
    ) {
        let place = random.next(below: max(accounts.count, 1))
        switch random.next(below: 8) {
        case 0: accounts.append(make("new-\(1000 + random.next(below: 9000))"))
        case 1 where !accounts.isEmpty: accounts.remove(at: place)
        case 2 where !accounts.isEmpty: accounts[place].identity.alias = "alias \(random.next(below: 5))"
        case 3 where !accounts.isEmpty: accounts[place].budget.limit = .unlimited
        case 4 where !accounts.isEmpty: accounts[place].isBlocked = true
        case 5 where !accounts.isEmpty: accounts[place].budget.resetsAt = Timestamp(unixSeconds: 1.8e9)
        case _ where !accounts.isEmpty: accounts[place].spend = USD(Double(random.next(below: 1000)) / 100)
        default: break
        }
        accounts.sort { $0.id < $1.id }
        accounts = accounts.reduce(into: []) { if $0.last?.id != $1.id { $0.append($1) } }
    }

    @Test("every format of a page full of oddities passes a strict parser")
    func isStrictlyParsed() async throws {
        let aliases = [
            "", "a\"b", "back\\slash", "new\nline", "🚀", "\u{202E}rtl", "#", "{team=\"x\"} 1", "NaN", "é", "e\u{301}",
        ]
        let teams = aliases.enumerated().map { index, alias in
            Account(
                id: .team(alias.isEmpty ? "empty" : alias),
                identity: Account.Identity(alias: aliases[aliases.count - 1 - index]),
                budget: Budget(limit: index % 2 == 0 ? .limited(USD(Double(index))) : .unlimited), spend: 1e-7)
        }.sorted { $0.id < $1.id }
        let rendering = await Renderer().render(report(teams: teams), process: .current(), after: nil)
        for format in ExpositionFormat.allCases {
            let parsed = try StrictExpositionParser.parse(
                rendering.exposition.body(format, .identity).bytes,
                as: format == .openMetrics100 ? .openMetrics100 : .text004)
            #expect(parsed.samples(of: "litellm_team_info").count == aliases.count)
        }
    }
}

/// A generator whose sequence a seed decides, so that a failure can be seen again.
private struct SeededGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    }

    mutating func next(below bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(max(bound, 1)))
    }
}

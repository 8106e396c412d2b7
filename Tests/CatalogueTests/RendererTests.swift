import Budgets
import Exposition
import Hashing
import Polling
import TestSupport
import Testing
import Threading

@testable import Catalogue

@Suite struct RendererTests {
    @Test(
        "what is unknown or does not apply has no series; only LiteLLM's own name says +Inf, and only without a limit")
    func leavesOutTheUnknown() async {
        let rendering = await Renderer().render(
            report([
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
        let rendering = await Renderer().render(report([team, free]), process: nil, after: nil)
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
        let rendering = await Renderer(configuration).render(report([team]), process: nil, after: nil)
        #expect(samples(rendering).contains("litellm_remaining_team_budget_metric{\(labels)} +Inf"))
        #expect(samples(rendering).contains(#"litellm_team_budget_spend_usd{team_id="t",team_alias=""} 0"#))
    }

    @Test("without LiteLLM's names there is none of them")
    func switchesLiteLLMNamesOff() async {
        var configuration = Renderer.Configuration()
        configuration.showsLiteLLMNames = false
        let team = Account(id: .team("t"), budget: Budget(limit: .limited(1)), spend: 0)
        let rendering = await Renderer(configuration).render(report([team]), process: nil, after: nil)
        #expect(!page(rendering).contains("_metric"))
    }

    @Test("keys whose shortened hashes are the same keep all digits; no two series are equal")
    func tellsShortenedHashesApart() async throws {
        var configuration = Renderer.Configuration()
        configuration.keyHashLength = 16
        let keys = [key(hash("a", "1")), key(hash("a", "2")), key(hash("b"))]
        let rendering = await Renderer(configuration).render(report(keys), process: nil, after: nil)
        let shown = samples(rendering).filter { $0.hasPrefix("litellm_key_budget_limit_usd") }
            .compactMap { $0.split(separator: "\"").dropFirst().first.map(String.init) }
        #expect(shown == [hash("a", "1"), hash("a", "2"), String(repeating: "b", count: 16)])
        _ = try StrictExpositionParser.parse(Array(page(rendering).utf8), as: .text004)
        // The twin goes, and the hash can be short again.
        let later = await Renderer(configuration).render(
            report([keys[0], keys[2]]), process: nil, after: rendering)
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
        let rendering = await Renderer(configuration).render(report([team]), process: nil, after: nil)
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
        let first = await Renderer().render(report([team] + keys), process: nil, after: nil)
        team.identity.alias = "new"
        let second = await Renderer().render(report([team] + keys), process: nil, after: first)
        #expect(page(first).contains("old"))
        #expect(!page(second).contains("old"))
        #expect(page(second).contains(#"team_id="t",team_alias="new",user_id"#))
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
        let rendering = await Renderer().render(report(teams), process: .current(), after: nil)
        for format in ExpositionFormat.allCases {
            let parsed = try StrictExpositionParser.parse(
                rendering.exposition.body(format, .identity).bytes,
                as: format == .openMetrics100 ? .openMetrics100 : .text004)
            #expect(parsed.samples(of: "litellm_team_info").count == aliases.count)
        }
    }
}

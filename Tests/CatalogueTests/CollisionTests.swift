import Budgets
import Hashing
import Testing
import Threading

@testable import Catalogue

/// Two series of a page are never equal, whatever accounts are called: a strict parser reads each page here.
@Suite struct CollisionTests {
    private static func hashed(_ id: String, _ length: Int = 16) -> String {
        "sha256:" + SHA256.hexDigest(id).prefix(length)
    }

    @Test("aliases that are the same, or are once they are cut, identify nothing")
    func aliases() async throws {
        let long = String(repeating: "x", count: 256)
        let aliases = ["same", "same", long + "1", long + "2", "\u{E9}", "e\u{301}"]
        let accounts = aliases.enumerated().flatMap { number, alias in
            var key = key(hash("a").dropLast() + String(number), team: alias)
            key.identity.alias = alias
            return [
                account(.team("t\(number)"), alias: alias), account(.organization("o\(number)"), alias: alias), key,
            ]
        }
        for label in Renderer.Configuration.TeamLabel.allCases {
            var configuration = Renderer.Configuration()
            configuration.teamLabel = label
            let lines = try await samples(accounts, configuration)
            #expect(
                values(of: "team_alias", in: "litellm_team_info", lines) == ["same", "same", long, long] + aliases[4...]
            )
            #expect(lines.count { $0.hasPrefix("litellm_remaining_team_budget_metric") } == aliases.count)
            #expect(lines.count { $0.hasPrefix("litellm_remaining_org_budget_metric") } == aliases.count)
        }
    }

    @Test("ids that differ only in how a letter is composed, in case or in spaces are different accounts")
    func similarIDs() async throws {
        let ids = ["\u{E9}", "e\u{301}", "A", "a", "a ", " a", "", "\"", "\\", "\n", "\\n", "sha256", "\u{0}"]
        let lines = try await samples(
            ids.flatMap { id -> [Account] in
                [
                    account(.team(id)), account(.user(id)), account(.customer(id)), account(.organization(id)),
                    account(.provider(id)), account(.teamMember(team: "t", user: id)),
                    account(.teamMember(team: id, user: "u")),
                ]
            })
        for kind in ["team", "user", "customer", "organization", "provider"] {
            #expect(lines.count { $0.hasPrefix("litellm_\(kind)_info{") } == ids.count, "\(kind)")
        }
        #expect(lines.count { $0.hasPrefix("litellm_team_member_info{") } == 2 * ids.count)
    }

    @Test("a user is one member in each of two teams, an address hashed alike in both")
    func membersOfTwoTeams() async throws {
        let lines = try await samples(
            ["a", "b"].flatMap { team in
                [account(.teamMember(team: team, user: "u")), account(.teamMember(team: team, user: "u@example.com"))]
            })
        let hash = Self.hashed("u@example.com")
        #expect(values(of: "team_id", in: "litellm_team_member_info", lines) == ["a", "a", "b", "b"])
        #expect(values(of: "user_id", in: "litellm_team_member_info", lines) == ["u", hash, "u", hash])
    }

    @Test("an address is never on the page, not as any kind of user, nor beside a key")
    func hidesAddresses() async throws {
        // In characters, the second has no @.
        let addresses = ["someone@example.com", "someone@\u{301}example.com", "@"]
        let accounts = addresses.enumerated().flatMap { number, address in
            var key = key(hash("a").dropLast() + String(number), team: "t")
            key.identity.userID = address
            return [
                account(.user(address)), account(.customer(address)), account(.teamMember(team: "t", user: address)),
                key,
            ]
        }
        let lines = try await samples(accounts)
        let hashes = addresses.map { Self.hashed($0) }
        #expect(!lines.contains { $0.utf8.contains(UInt8(ascii: "@")) })
        #expect(Set(values(of: "user_id", in: "litellm_user_info", lines)) == Set(hashes))
        #expect(Set(values(of: "end_user", in: "litellm_customer_info", lines)) == Set(hashes))
        #expect(Set(values(of: "user_id", in: "litellm_team_member_info", lines)) == Set(hashes))
        #expect(Set(values(of: "user", in: "litellm_remaining_user_budget_metric", lines)) == Set(hashes))
        #expect(values(of: "user_id", in: "litellm_key_info", lines) == hashes)
    }

    @Test("an id that looks like the hash of an address is hashed itself")
    func looksLikeAHash() async throws {
        let address = "someone@example.com"
        let ids = [
            address, Self.hashed(address), Self.hashed(address, 64), Self.hashed(Self.hashed(address)), "sha256:",
        ]
        let accounts = ids.flatMap { id in
            [account(.user(id)), account(.customer(id)), account(.teamMember(team: "t", user: id))]
        }
        let lines = try await samples(accounts)
        #expect(Set(values(of: "user_id", in: "litellm_user_info", lines)) == Set(ids.map { Self.hashed($0) }))
        #expect(Set(values(of: "end_user", in: "litellm_customer_info", lines)) == Set(ids.map { Self.hashed($0) }))
        #expect(Set(values(of: "user_id", in: "litellm_team_member_info", lines)) == Set(ids.map { Self.hashed($0) }))
        // Where addresses are shown nothing is hashed, and all stay as they are.
        var configuration = Renderer.Configuration()
        configuration.showsEmailAddresses = true
        let shown = try await samples(accounts, configuration)
        #expect(Set(values(of: "user_id", in: "litellm_user_info", shown)) == Set(ids))
    }

    @Test("shortened hashes that would be the same keep all digits, among members those of one team only")
    func shortenedHashes() async throws {
        var configuration = Renderer.Configuration()
        configuration.userHashLength = 1
        let addresses = (0..<40).map { "user-\($0)@example.com" }
        let byDigit = Dictionary(grouping: addresses) { SHA256.hexDigest($0).prefix(1) }
        let twins = try #require(byDigit.values.first { $0.count > 1 }?.prefix(2)).sorted()
        let single = try #require(addresses.first { SHA256.hexDigest($0).first != SHA256.hexDigest(twins[0]).first })
        let expected = Set(twins.map { Self.hashed($0, 64) } + [Self.hashed(single, 1)])

        let lines = try await samples((twins + [single]).map { account(.user($0)) }, configuration)
        #expect(Set(values(of: "user_id", in: "litellm_user_info", lines)) == expected)
        let ofOneTeam = try await samples(
            (twins + [single]).map { account(.teamMember(team: "t", user: $0)) }, configuration)
        #expect(Set(values(of: "user_id", in: "litellm_team_member_info", ofOneTeam)) == expected)
        let ofTwoTeams = try await samples(
            twins.enumerated().map { account(.teamMember(team: "t\($0)", user: $1)) }, configuration)
        #expect(values(of: "user_id", in: "litellm_team_member_info", ofTwoTeams) == twins.map { Self.hashed($0, 1) })
        // All hashes at once, and all still apart.
        let all = try await samples(addresses.map { account(.customer($0)) }, configuration)
        #expect(Set(values(of: "end_user", in: "litellm_customer_info", all)).count == addresses.count)
    }

    @Test("a hash is short again when its twin is gone, and long when one comes")
    func followsTwins() async throws {
        var configuration = Renderer.Configuration()
        configuration.userHashLength = 1
        let addresses = (0..<40).map { "user-\($0)@example.com" }
        let twins = try #require(
            Dictionary(grouping: addresses) { SHA256.hexDigest($0).prefix(1) }.values.first { $0.count > 1 })
        let renderer = Renderer(configuration)
        let alone = report([account(.user(twins[0]))])
        let both = report(twins.prefix(2).map { account(.user($0)) })
        let first = await renderer.render(alone, process: nil, after: nil)
        let second = await renderer.render(both, process: nil, after: first)
        let third = await renderer.render(alone, process: nil, after: second)
        let (short, long) = (Self.hashed(twins[0], 1), Self.hashed(twins[0], 64))
        #expect(values(of: "user_id", in: "litellm_user_info", samples(first)) == [short])
        #expect(values(of: "user_id", in: "litellm_user_info", samples(second)).contains(long))
        #expect(values(of: "user_id", in: "litellm_user_info", samples(third)) == [short])
    }

    @Test("of models and windows, what repeats or is too long to be shown whole is left out")
    func partsOfAccounts() async throws {
        let long = String(repeating: "m", count: 256)
        let names = ["\u{E9}", "e\u{301}", "twice", "twice", long, long + "1", long + "2", ""]
        var team = account(.team("t"))
        team.modelBudgets = names.enumerated().map { ModelBudget(model: $1, limit: USD(Double($0))) }
        team.windows = names.enumerated().map { BudgetWindow(duration: $1, limit: USD(Double($0))) }
        var key = key(hash("a"))
        (key.modelBudgets, key.windows) = (team.modelBudgets, team.windows)
        let lines = try await samples([team, key])
        let shown = ["\u{E9}", "e\u{301}", "twice", long, ""]
        for kind in ["team", "key"] {
            let models = lines.filter { $0.hasPrefix("litellm_\(kind)_model_budget_limit_usd{") }
            #expect(values(of: "model", in: "litellm_\(kind)_model_budget_limit_usd", lines) == shown)
            #expect(models.map { $0.suffix(2) } == [" 0", " 1", " 2", " 4", " 7"])
            #expect(values(of: "budget_duration", in: "litellm_\(kind)_window_budget_limit_usd", lines) == shown)
        }
    }
}

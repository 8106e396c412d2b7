import Budgets
import FoundationEssentials
import LiteLLMAdmin
import Testing
import Threading

@testable import Polling

@Suite struct AccountReadingTests {
    private static let hash = String(repeating: "a", count: 64)
    private let now = Timestamp(rfc3339: "2026-11-21T12:00:00Z") ?? Timestamp(unixSeconds: 0)

    private func key(_ json: String, filter: AccountFilter = AccountFilter()) throws -> AccountReading {
        let row = try JSONDecoder().decode(KeyRow.self, from: Data(json.utf8))
        return AccountReading(row, hash: Self.hash, filter: filter, now: now)
    }

    private func team(_ json: String, filter: AccountFilter = AccountFilter()) throws -> AccountReading {
        AccountReading(try JSONDecoder().decode(TeamRow.self, from: Data(json.utf8)), filter: filter)
    }

    struct KeyBudget: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let json: String
        let limit: Budget.Limit
        var soft: USD?
        var resetsAt: String?
    }

    @Test(
        "a limit that is no amount is neither none nor one that LiteLLM does not tell",
        arguments: [
            ("1e999", Budget.Limit.unreadable), ("true", .unreadable), (#""10""#, .unreadable), ("{}", .unreadable),
            ("null", .unlimited), ("10", .limited(10)),
        ])
    func unreadableLimit(json: String, limit: Budget.Limit) throws {
        #expect(try account(team(#"{"team_id":"a","max_budget":\#(json)}"#)).budget.limit == limit)
        #expect(try account(key(#"{"max_budget":\#(json)}"#)).budget.limit == limit)
        let shared = #"{"max_budget":null,"litellm_budget_table":{"max_budget":\#(json)}}"#
        #expect(try account(key(shared)).budget.limit == limit)
    }

    @Test(
        "the budget of a key is what LiteLLM enforces",
        arguments: [
            KeyBudget(
                testDescription: "its own limit and reset",
                json: #"{"max_budget":5,"budget_duration":"1d","budget_reset_at":"2026-11-22T00:00:00Z"}"#,
                limit: .limited(5), resetsAt: "2026-11-22T00:00:00Z"),
            KeyBudget(
                testDescription: "that of the shared row",
                json:
                    #"{"max_budget":null,"budget_duration":null,"budget_reset_at":null,"litellm_budget_table":{"max_budget":7.5,"soft_budget":6,"budget_reset_at":"2026-12-01T00:00:00+00:00"}}"#,
                limit: .limited(7.5), soft: 6, resetsAt: "2026-12-01T00:00:00Z"),
            KeyBudget(
                testDescription: "its own limit beats the shared row, and its own duration decides the reset",
                json:
                    #"{"max_budget":0,"budget_duration":"1h","budget_reset_at":"2026-11-21T13:00:00Z","litellm_budget_table":{"max_budget":7,"budget_reset_at":"2026-12-01T00:00:00Z"}}"#,
                limit: .limited(0), resetsAt: "2026-11-21T13:00:00Z"),
            KeyBudget(
                testDescription: "its own limit, but no duration: the shared row resets it",
                json:
                    #"{"max_budget":3,"budget_duration":null,"budget_reset_at":"2020-01-01T00:00:00Z","litellm_budget_table":{"max_budget":7,"budget_reset_at":"2026-12-01T00:00:00Z"}}"#,
                limit: .limited(3), resetsAt: "2026-12-01T00:00:00Z"),
            KeyBudget(
                testDescription: "a shared row with a soft limit alone",
                json: #"{"max_budget":null,"litellm_budget_table":{"max_budget":null,"soft_budget":1}}"#,
                limit: .unlimited, soft: 1),
            KeyBudget(testDescription: "no limit", json: #"{"max_budget":null}"#, limit: .unlimited),
            KeyBudget(testDescription: "nothing said", json: "{}", limit: .unknown),
            KeyBudget(
                testDescription: "a shared row that is text may hold a limit",
                json: #"{"max_budget":null,"litellm_budget_table":"garbage"}"#, limit: .unreadable),
            KeyBudget(
                testDescription: "a shared row that is a number may hold a limit",
                json: #"{"max_budget":null,"litellm_budget_table":7}"#, limit: .unreadable),
            KeyBudget(
                testDescription: "a shared row that is a list may hold a limit",
                json: #"{"max_budget":null,"litellm_budget_table":[]}"#, limit: .unreadable),
            KeyBudget(
                testDescription: "its own limit beats a shared row that cannot be read",
                json: #"{"max_budget":3,"litellm_budget_table":"garbage"}"#, limit: .limited(3)),
            KeyBudget(
                testDescription: "a shared row that is null",
                json: #"{"max_budget":null,"litellm_budget_table":null,"budget_id":null}"#, limit: .unlimited),
            KeyBudget(
                testDescription: "a temporary increase that lasts",
                json:
                    #"{"max_budget":5,"metadata":{"temp_budget_increase":2.5,"temp_budget_expiry":"2026-11-21T12:00:01+00:00"}}"#,
                limit: .limited(7.5)),
            KeyBudget(
                testDescription: "a temporary increase on the shared limit, its date without a zone",
                json:
                    #"{"max_budget":null,"litellm_budget_table":{"max_budget":5},"metadata":{"temp_budget_increase":1,"temp_budget_expiry":"2026-11-22"}}"#,
                limit: .limited(6)),
            KeyBudget(
                testDescription: "a temporary increase that is over",
                json:
                    #"{"max_budget":5,"metadata":{"temp_budget_increase":2.5,"temp_budget_expiry":"2026-11-21T12:00:00Z"}}"#,
                limit: .limited(5)),
            KeyBudget(
                testDescription: "a temporary increase without a readable end",
                json: #"{"max_budget":5,"metadata":{"temp_budget_increase":2.5,"temp_budget_expiry":"soon"}}"#,
                limit: .limited(5)),
            KeyBudget(
                testDescription: "a temporary increase of no limit",
                json: #"{"max_budget":null,"metadata":{"temp_budget_increase":2.5,"temp_budget_expiry":"2027-01-01"}}"#,
                limit: .unlimited),
        ])
    func readsKeyBudgets(example: KeyBudget) throws {
        let budget = try account(key(example.json)).budget
        #expect(budget.limit == example.limit)
        #expect(budget.softLimit == example.soft)
        #expect(budget.resetsAt?.description == example.resetsAt)
    }

    @Test("a key that is not said to be blocked is not, but where nothing is said that is unknown")
    func readsBlocked() throws {
        #expect(try account(key(#"{"blocked":null}"#)).isBlocked == false)
        #expect(try account(key(#"{"blocked":true}"#)).isBlocked == true)
        #expect(try account(key("{}")).isBlocked == nil)
    }

    @Test("a key's organisation has two names", arguments: [#"{"org_id":"o"}"#, #"{"organization_id":"o"}"#])
    func readsOrganizations(json: String) throws {
        #expect(try account(key(json)).identity.organizationID == "o")
    }

    @Test("a date that nobody can read is no date, and costs nothing else")
    func toleratesDates() throws {
        let team = try account(team(#"{"team_id":"t","spend":1,"max_budget":2,"budget_reset_at":"someday"}"#))
        #expect(team.budget.resetsAt == nil)
        #expect(team.spend == 1)
    }

    @Test("ids that do not fit a label are rejected, not cut; a hash that is none is no key")
    func rejectsIDs() throws {
        let long = String(repeating: "x", count: 257)
        #expect(try team(#"{"team_id":"\#(long)"}"#) == .rejected(.labelTooLong, account: .team(long)))
        #expect(try account(team(#"{"team_id":"\#(long.dropLast())"}"#)).id == .team(String(long.dropLast())))
        let row = try JSONDecoder().decode(KeyRow.self, from: Data("{}".utf8))
        #expect(
            AccountReading(row, hash: "sk-1234", filter: AccountFilter(), now: now) == .rejected(.badElement))
    }

    @Test("patterns leave accounts out by id or alias")
    func filters() throws {
        let filter = AccountFilter(excludes: [GlobPattern("test-*")])
        #expect(try team(#"{"team_id":"t","team_alias":"test-1"}"#, filter: filter) == .excluded)
        #expect(try key(#"{"key_alias":"test-1"}"#, filter: filter) == .excluded)
    }

    @Test("the user that stands for the proxy's budget is the proxy, any other a user")
    func readsUsers() throws {
        func user(_ json: String) throws -> Account {
            try account(AccountReading(try JSONDecoder().decode(UserRow.self, from: Data(json.utf8))))
        }
        let proxy = try user(
            #"{"user_id":"litellm-proxy-budget","spend":2,"max_budget":10,"budget_duration":"30d","budget_reset_at":"2026-12-01T00:00:00Z"}"#
        )
        #expect(proxy.id == .proxy)
        #expect(proxy.remaining == 8)
        #expect(proxy.budget.resetsAt == Timestamp(rfc3339: "2026-12-01T00:00:00Z"))
        let other = try user(#"{"user_id":"a@example.org","spend":null,"max_budget":null,"tpm_limit":7}"#)
        #expect(other.id == .user("a@example.org"))
        #expect(other.budget.limit == .unlimited)
        #expect(other.spend == nil)
        #expect(other.tokensPerMinuteLimit == 7)
    }

    @Test("a customer without a budget of its own falls under a default that nobody tells: unknown, not unlimited")
    func readsCustomers() throws {
        func customer(_ json: String) throws -> Account {
            try account(AccountReading(try JSONDecoder().decode(CustomerRow.self, from: Data(json.utf8))))
        }
        let bare = try customer(#"{"user_id":"c","blocked":true,"spend":1,"litellm_budget_table":null}"#)
        #expect(bare.budget.limit == .unknown)
        #expect(bare.isBlocked == true)
        let own = try customer(
            #"{"user_id":"c","blocked":false,"alias":"C","spend":1,"litellm_budget_table":{"max_budget":2,"budget_reset_at":"2026-12-01T00:00:00Z"}}"#
        )
        #expect(own.remaining == 1)
        #expect(own.budget.resetsAt == Timestamp(rfc3339: "2026-12-01T00:00:00Z"))
        #expect(try customer(#"{"user_id":"c","litellm_budget_table":{"max_budget":null}}"#).budget.limit == .unlimited)
        #expect(try customer(#"{"user_id":"c","litellm_budget_table":[]}"#).budget.limit == .unreadable)
    }

    @Test("an organisation's reset is that of its row in the budget table, which its own lacks")
    func readsOrganizations() throws {
        let decoder = JSONDecoder()
        let row = try decoder.decode(
            OrganizationRow.self,
            from: Data(
                #"{"organization_id":"o","organization_alias":"Org","budget_id":"b","spend":12.5,"litellm_budget_table":{"max_budget":20,"budget_duration":"30d","soft_budget":15,"tpm_limit":9}}"#
                    .utf8))
        let full = try decoder.decode(
            BudgetRow.self, from: Data(#"{"budget_id":"b","budget_reset_at":"2026-12-01T00:00:00Z"}"#.utf8))
        let known = try account(AccountReading(row, budgets: ["b": full]))
        #expect(known.id == .organization("o"))
        #expect(known.identity.alias == "Org")
        #expect(known.remaining == 7.5)
        #expect(known.budget.softLimit == 15)
        #expect(known.budget.resetsAt == Timestamp(rfc3339: "2026-12-01T00:00:00Z"))
        #expect(try account(AccountReading(row, budgets: [:])).budget.resetsAt == nil)
    }

    @Test("a provider's reset in another lifetime is none")
    func readsProviders() throws {
        func provider(resetAt: String) throws -> Account {
            let json =
                #"{"budget_limit":100.0,"time_period":"1d","spend":1.25,"budget_reset_at":"\#(resetAt)"}"#
            let row = try JSONDecoder().decode(ProviderRow.self, from: Data(json.utf8))
            return try account(AccountReading(row, name: "openai", now: now))
        }
        let sane = try provider(resetAt: "2026-11-22T00:00:00.000000+00:00")
        #expect(sane.id == .provider("openai"))
        #expect(sane.remaining == 98.75)
        #expect(sane.budget.resetsAt == Timestamp(rfc3339: "2026-11-22T00:00:00Z"))
        let wild = try provider(resetAt: "2083-10-13T01:02:03.000004+00:00")
        #expect(wild.budget.resetsAt == nil)
        #expect(wild.remaining == 98.75)
    }

    @Test("budgets of models are read under either name, and windows with what is used of them")
    func readsPartialBudgets() throws {
        let reading = try account(
            try key(
                #"""
                {"max_budget":null,"spend":0,
                 "model_max_budget":{"gpt":{"budget_limit":5,"time_period":"1d"},"old":{"max_budget":3,"budget_duration":"1d"},"odd":7,"bare":{}},
                 "model_max_budget_usage":{"gpt":{"current_spend":1.5,"budget_limit":5,"time_period":"1d"}},
                 "budget_limits":[{"budget_duration":"7d","max_budget":25.0,"reset_at":"2026-11-23T05:30:00+05:30"},
                  {"budget_duration":"1d","max_budget":10},{"budget_duration":"1d","max_budget":11},{"max_budget":1},null],
                 "budget_limits_usage":{"1d":{"current_spend":0.25}}}
                """#))
        #expect(
            reading.modelBudgets == [
                ModelBudget(model: "gpt", limit: 5, spend: 1.5), ModelBudget(model: "odd", limit: nil),
                ModelBudget(model: "old", limit: 3),
            ])
        #expect(
            reading.windows == [
                BudgetWindow(duration: "1d", limit: 10, spend: 0.25),
                BudgetWindow(duration: "7d", limit: 25, resetsAt: Timestamp(rfc3339: "2026-11-23T00:00:00Z")),
            ])
        let long = String(repeating: "m", count: 257)
        #expect(
            try account(try team(#"{"team_id":"t","model_max_budget":{"\#(long)":{"max_budget":1}}}"#)).modelBudgets
                .isEmpty)
    }

    @Test(
        "limits of models and windows that are no numbers are unknown, and counted once an account; null is no limit",
        arguments: [
            (#""model_max_budget":{"m":{"max_budget":1e999}}"#, 1),
            (#""model_max_budget":{"m":{"budget_limit":"5"}}"#, 1),
            (#""model_max_budget":{"m":7}"#, 1), (#""budget_limits":[{"budget_duration":"1d","max_budget":1e999}]"#, 1),
            (
                #""budget_limits":[{"budget_duration":"1d","max_budget":[]},{"budget_duration":"7d","max_budget":{}}]"#,
                2
            ),
            (#""model_max_budget":{"m":{"max_budget":null},"n":null,"o":{}}"#, 0),
            (#""budget_limits":[{"budget_duration":"1d","max_budget":null},{"budget_duration":"7d"}]"#, 0),
        ])
    func unreadablePartialLimits(members: String, unknown: Int) throws {
        let reading = try key(#"{"max_budget":10,"spend":1,\#(members)}"#)
        let limits = try account(reading).modelBudgets.map(\.limit) + account(reading).windows.map(\.limit)
        #expect(limits == Array(repeating: nil, count: unknown))
        var sweep = Sweep(.keys, absence: .isVerified, startedAt: Uptime(sinceOrigin: .zero))
        sweep.take(reading, at: Uptime(sinceOrigin: .zero))
        #expect(sweep.rejections == (unknown > 0 ? [.unknownLimit: 1] : [:]))
    }
}

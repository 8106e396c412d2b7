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

    private func account(_ reading: AccountReading) throws -> Account {
        guard case .account(let account) = reading else {
            Issue.record("\(reading)")
            throw CancellationError()
        }
        return account
    }

    struct KeyBudget: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let json: String
        let limit: Budget.Limit
        var soft: USD?
        var resetsAt: String?
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
        #expect(try team(#"{"team_id":"\#(long)"}"#) == .rejected(.labelTooLong))
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
}

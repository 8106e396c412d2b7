import Budgets
import FoundationEssentials
import LiteLLMAdmin
import Testing
import Threading

@testable import Polling

/// Members of teams, whose limits stand in two places.
@Suite struct MemberReadingTests {
    private let now = Timestamp(rfc3339: "2026-11-21T12:00:00Z") ?? Timestamp(unixSeconds: 0)

    /// The team's default for members as an answer that has these words for it tells it.
    private func presence(of teamDefault: String?) throws -> Presence<BudgetRow> {
        let row = teamDefault.map { #","team_member_budget_table":\#($0)"# } ?? ""
        let json = #"{"team_info":{"team_id":"t"\#(row)}}"#
        return try JSONDecoder().decode(TeamDetails.self, from: Data(json.utf8)).memberBudget
    }

    private func member(_ json: String, teamDefault: String? = nil) throws -> Account {
        try account(
            AccountReading(
                try JSONDecoder().decode(MembershipRow.self, from: Data(json.utf8)), ofTeam: "t",
                teamDefault: try presence(of: teamDefault), now: now))
    }

    @Test(
        "the limit of a member is that of its row, a zero too, else the team's default, where a zero is none",
        arguments: [
            (#"{"max_budget":3}"#, nil, Budget.Limit.limited(3)),
            (#"{"max_budget":3}"#, #"{"max_budget":9}"#, .limited(3)),
            (#"{"max_budget":0}"#, #"{"max_budget":9}"#, .limited(0)),
            (#"{"max_budget":0}"#, #"{"max_budget":0}"#, .limited(0)),
            (#"{"max_budget":null}"#, #"{"max_budget":9}"#, .limited(9)),
            (#"{"max_budget":null}"#, #"{"max_budget":0}"#, .unlimited),
            (#"{"max_budget":null}"#, nil, .unlimited),
            ("null", nil, .unlimited),
            ("null", #"{"max_budget":4}"#, .limited(4)),
            ("null", #"{"max_budget":0}"#, .unlimited),
            (#"{"max_budget":"9"}"#, #"{"max_budget":9}"#, .unreadable),
            ("null", #"{"max_budget":1e999}"#, .unreadable),
            (#""garbage""#, nil, .unreadable),
            ("7", #"{"max_budget":9}"#, .unreadable),
            ("[]", #"{"max_budget":9}"#, .unreadable),
            ("null", #""garbage""#, .unreadable),
            (#"{"max_budget":null}"#, "[]", .unreadable),
            (#"{"max_budget":3}"#, "7", .limited(3)),
            ("null", "null", .unlimited),
            (
                #"{"max_budget":3,"temp_budget_increase":2,"temp_budget_expiry":"2026-11-21T12:00:01"}"#, nil,
                .limited(5)
            ),
            (
                #"{"max_budget":3,"temp_budget_increase":2,"temp_budget_expiry":"2026-11-21T12:00:00"}"#, nil,
                .limited(3)
            ),
            (
                #"{"max_budget":null,"temp_budget_increase":2,"temp_budget_expiry":"2026-11-21T12:00:01"}"#,
                #"{"max_budget":9,"temp_budget_increase":5,"temp_budget_expiry":"2026-11-21T12:00:01"}"#, .limited(11)
            ),
            (
                "null", #"{"max_budget":9,"temp_budget_increase":5,"temp_budget_expiry":"2026-11-21T12:00:01"}"#,
                .limited(9)
            ),
        ] as [(String, String?, Budget.Limit)])
    func limitsMembers(row: String, teamDefault: String?, limit: Budget.Limit) throws {
        let json = #"{"user_id":"u","spend":1.5,"litellm_budget_table":\#(row)}"#
        let member = try member(json, teamDefault: teamDefault)
        #expect(member.id == .teamMember(team: "t", user: "u"))
        #expect(member.budget.limit == limit)
        #expect(member.spend == 1.5)
    }

    @Test("a member's reset is that of the row it is linked to")
    func resetsMembers() throws {
        let member = try member(
            #"{"user_id":"u","spend":0,"litellm_budget_table":{"max_budget":null,"budget_duration":"7d","budget_reset_at":"2026-11-23T00:00:00Z"}}"#,
            teamDefault: #"{"max_budget":9,"budget_duration":"30d","budget_reset_at":"2026-12-01T00:00:00Z"}"#)
        #expect(member.budget.duration == "7d")
        #expect(member.budget.resetsAt == Timestamp(rfc3339: "2026-11-23T00:00:00Z"))
    }

    @Test("a member without a row of its own is never reset")
    func resetsNoUnlinkedMember() throws {
        let member = try member(
            #"{"user_id":"u","spend":0,"litellm_budget_table":null}"#,
            teamDefault: #"{"max_budget":9,"budget_duration":"30d","budget_reset_at":"2026-12-01T00:00:00Z"}"#)
        #expect(member.budget == Budget(limit: .limited(9)))
    }
}

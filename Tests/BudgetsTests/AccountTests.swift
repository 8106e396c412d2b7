import Budgets
import Testing
import Threading

@Suite struct AccountTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let limit: Budget.Limit
        let spend: USD?
        let remaining: USD?
        let ratio: Double?
        let isExhausted: Bool?
        var testDescription: String { "\(limit), spend \(spend.map { "\($0.amount)" } ?? "unknown")" }
    }

    @Test(
        "remaining, ratio and exhaustion follow from limit and spend",
        arguments: [
            Case(limit: .limited(10), spend: 2.5, remaining: 7.5, ratio: 0.25, isExhausted: false),
            Case(limit: .limited(10), spend: 10, remaining: 0, ratio: 1, isExhausted: true),
            Case(limit: .limited(10), spend: 12, remaining: -2, ratio: 1.2, isExhausted: true),
            Case(limit: .limited(10), spend: -1, remaining: 11, ratio: -0.1, isExhausted: false),
            Case(limit: .limited(0), spend: 0, remaining: 0, ratio: 1, isExhausted: true),
            Case(limit: .limited(0), spend: 3, remaining: -3, ratio: 1, isExhausted: true),
            Case(limit: .limited(10), spend: nil, remaining: nil, ratio: nil, isExhausted: nil),
            Case(limit: .unlimited, spend: 5, remaining: nil, ratio: nil, isExhausted: nil),
            Case(limit: .unknown, spend: 5, remaining: nil, ratio: nil, isExhausted: nil),
        ])
    func derivesNumbers(example: Case) {
        let account = Account(id: .team("t"), budget: Budget(limit: example.limit), spend: example.spend)
        #expect(account.remaining == example.remaining)
        #expect(account.usedRatio == example.ratio)
        #expect(account.isExhausted == example.isExhausted)
    }

    @Test("windows limit an account that has no other limit, and do not make one that is not known")
    func limitKinds() {
        func kind(_ limit: Budget.Limit, _ windows: [BudgetWindow]) -> LimitKind {
            var account = Account(id: .team("t"), budget: Budget(limit: limit), spend: 1)
            account.windows = windows
            return account.limitKind
        }
        #expect(kind(.unlimited, []) == .unlimited)
        for window in [BudgetWindow(duration: "1d", limit: 10), BudgetWindow(duration: "1d", limit: nil)] {
            #expect(kind(.unlimited, [window]) == .windows)
            #expect(kind(.limited(5), [window]) == .limited)
            #expect(kind(.unknown, [window]) == .unknown)
            #expect(kind(.unreadable, [window]) == .unknown)
        }
    }

    @Test("where windows cannot be read, nobody says that there is no limit")
    func unreadableWindows() {
        var account = Account(id: .team("t"), budget: Budget(limit: .unlimited), spend: 1)
        account.unreadable = .windows
        #expect(!account.isUnlimited && account.limitKind == .unknown)
        let standing = Standing(account, now: Timestamp(unixSeconds: 0))
        #expect(standing.left == "unknown")
        #expect(standing.sentence == "$1.00 is spent; the limit is not known.")
        account.windows = [BudgetWindow(duration: "1d", limit: 10)]
        #expect(account.limitKind == .windows)
        account.windows = []
        account.unreadable = .models
        #expect(account.isUnlimited, "models have budgets of their own")
    }

    @Test("accounts of different kinds with the same id are different accounts")
    func kindsDoNotMix() {
        #expect(AccountID.team("x") != AccountID.key(hash: "x"))
        #expect(AccountID.team("\u{E9}") != AccountID.team("e\u{301}"))
        #expect(Set([AccountID.team("\u{E9}"), .team("e\u{301}")]).count == 2)
        #expect(
            [AccountID.team("b"), .key(hash: "z"), .team("a")].sorted() == [.key(hash: "z"), .team("a"), .team("b")])
    }

    @Test("what is left is unknown where it is beyond all numbers, as infinity would mean that there is no limit")
    func leavesOverflowUnknown() {
        let account = Account(id: .team("a"), budget: Budget(limit: .limited(1e308)), spend: -1e308)
        #expect(account.remaining == nil)
    }

    @Test("a member is identified by team and user together, byte for byte, and ordered by team first")
    func identifiesMembers() {
        let first = AccountID.teamMember(team: "a", user: "z")
        #expect(first != .teamMember(team: "az", user: ""))
        #expect(first != .teamMember(team: "z", user: "a"))
        #expect(AccountID.teamMember(team: "\u{E9}", user: "u") != .teamMember(team: "e\u{301}", user: "u"))
        #expect(Set([first, .teamMember(team: "a", user: "z"), .user("z")]).count == 2)
        #expect(
            [AccountID.teamMember(team: "b", user: "a"), first, .teamMember(team: "a", user: "b")].sorted()
                == [.teamMember(team: "a", user: "b"), first, .teamMember(team: "b", user: "a")])
        #expect(AccountID.proxy == .proxy && AccountID.proxy != .user(""))
    }
}

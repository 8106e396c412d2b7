import Budgets
import Testing

@Suite struct HierarchyTests {
    private static let hash = String(repeating: "a", count: 64)

    private func account(_ id: AccountID, limit: USD?, spend: USD? = 0, organization: String? = nil) -> Account {
        Account(
            id: id, identity: Account.Identity(organizationID: organization),
            budget: Budget(limit: limit.map { .limited($0) } ?? .unlimited), spend: spend)
    }

    private func key(
        limit: USD? = nil, team: String? = nil, user: String? = nil, organization: String? = nil,
        windows: [BudgetWindow] = []
    ) -> Account {
        var key = Account(
            id: .key(hash: Self.hash),
            identity: Account.Identity(teamID: team, organizationID: organization, userID: user),
            budget: Budget(limit: limit.map { .limited($0) } ?? .unlimited), spend: 0)
        key.windows = windows
        return key
    }

    private var all: [Account] {
        [
            account(.team("t"), limit: 9, organization: "o"), account(.teamMember(team: "t", user: "u"), limit: 8),
            account(.organization("o"), limit: 7), account(.user("u"), limit: 1), account(.proxy, limit: 10),
            account(.team("other"), limit: 0.5), account(.teamMember(team: "other", user: "u"), limit: 0.25),
            account(.customer("u"), limit: 0.1), account(.provider("t"), limit: 0.1),
        ]
    }

    @Test("a key may spend the least that anything above it has left")
    func headroomIsTheLeast() {
        #expect(Hierarchy(all).headroom(of: key(limit: 100, team: "t", user: "u")) == 7)
        #expect(Hierarchy(all).headroom(of: key(limit: 6, team: "t", user: "u")) == 6)
        #expect(Hierarchy(all.filter { $0.id != .organization("o") }).headroom(of: key(team: "t", user: "u")) == 8)
        #expect(Hierarchy(all.filter { $0.id != .organization("o") }).headroom(of: key(team: "t", user: "x")) == 9)
        #expect(Hierarchy(all).headroom(of: key(organization: "o")) == 7)
        #expect(Hierarchy(all).headroom(of: key()) == 10)
    }

    @Test("a user's own budget bounds keys without a team, and no others")
    func usersBoundPersonalKeys() {
        #expect(Hierarchy(all).headroom(of: key(user: "u")) == 1)
        #expect(Hierarchy(all).headroom(of: key(team: "t", user: "u")) == 7)
    }

    @Test("a window that is used up bounds too; one of which the spend is unknown does not")
    func windowsBound() {
        let used = BudgetWindow(duration: "1d", limit: 5, spend: 4.5)
        let unknown = BudgetWindow(duration: "1h", limit: 0.1)
        #expect(Hierarchy(all).headroom(of: key(limit: 6, windows: [unknown, used])) == 0.5)
    }

    @Test("overspent is negative, and what is unlimited bounds nothing")
    func unlimitedBoundsNothing() {
        let overspent = [account(.team("t"), limit: 1, spend: 3)]
        #expect(Hierarchy(overspent).headroom(of: key(limit: 5, team: "t")) == -2)
        let unlimited = [account(.team("t"), limit: nil, spend: nil), account(.proxy, limit: nil)]
        #expect(Hierarchy(unlimited).headroom(of: key(team: "t")) == nil)
        #expect(Hierarchy(unlimited).headroom(of: key(limit: 5, team: "t")) == 5)
        #expect(Hierarchy([]).headroom(of: key()) == nil)
    }

    @Test("where nobody knows how much of a limit is used, there may be nothing left, and nothing is told")
    func unknownSpendTellsNothing() {
        let unknown = [account(.team("t"), limit: 1, spend: nil), account(.organization("o"), limit: 2, spend: nil)]
        #expect(Hierarchy(unknown).headroom(of: key(limit: 5, team: "t")) == nil)
        #expect(Hierarchy(unknown).headroom(of: key(limit: 5, organization: "o")) == nil)
        #expect(Hierarchy(unknown).headroom(of: key(limit: 5)) == 5)
        #expect(Hierarchy([account(.proxy, limit: 9, spend: nil)]).headroom(of: key(limit: 5)) == nil)
    }

    @Test("a limit that cannot be read may be any; one that LiteLLM does not tell bounds nothing")
    func unreadableLimitTellsNothing() {
        func headroom(under id: AccountID, limit: Budget.Limit) -> USD? {
            let above = Account(id: id, budget: Budget(limit: limit), spend: 0)
            let team = account(.team("t"), limit: nil)
            let key = key(limit: 5, team: id == .user("u") ? nil : "t", user: "u", organization: "o")
            return Hierarchy([team, above]).headroom(of: key)
        }
        let all: [AccountID] = [
            .team("t"), .teamMember(team: "t", user: "u"), .user("u"), .organization("o"), .proxy,
        ]
        for id in all {
            #expect(headroom(under: id, limit: .unreadable) == nil, "\(id)")
            #expect(headroom(under: id, limit: .unknown) == 5, "\(id)")
        }
        var own = key(limit: 5, organization: "o")
        own.budget.limit = .unreadable
        #expect(Hierarchy([account(.proxy, limit: 9)]).headroom(of: own) == nil)
    }

    @Test("a team of which nothing is known may have nothing left")
    func unknownTeamTellsNothing() {
        #expect(Hierarchy([]).headroom(of: key(limit: 5, team: "t")) == nil)
        #expect(Hierarchy([account(.team("other"), limit: 9)]).headroom(of: key(limit: 5, team: "t")) == nil)
        #expect(Hierarchy([account(.team("t"), limit: nil)]).headroom(of: key(limit: 5, team: "t")) == 5)
    }
}

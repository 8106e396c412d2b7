import Budgets
import Testing
import Threading

@testable import Polling

/// What only single reads tell: members of teams, and how much of windows and of models' budgets is used.
@Suite struct InventoryDetailsTests {
    private func at(_ seconds: Int) -> Uptime { Uptime(sinceOrigin: .seconds(seconds)) }

    private func team(_ id: String) -> Account {
        Account(id: .team(id), budget: Budget(limit: .limited(10)), spend: 1)
    }

    private func member(_ user: String, of team: String, spend: USD = 1) -> Account {
        Account(
            id: .teamMember(team: team, user: user), budget: Budget(limit: .limited(10)), spend: spend)
    }

    @Test("a member that a team no longer has is gone; members of other teams are not")
    func replacesMembers() {
        var inventory = Inventory()
        inventory.observe([Observation(member("u", of: "b"), at: at(0))], asAllMembersOf: .team("b"), at: at(0))
        inventory.observe(
            [Observation(member("u", of: "a"), at: at(0)), Observation(member("v", of: "a"), at: at(0))],
            asAllMembersOf: .team("a"), at: at(0))
        inventory.observe(
            [Observation(member("v", of: "a", spend: 2), at: at(1))], asAllMembersOf: .team("a"), at: at(1))
        #expect(
            inventory.accounts().map(\.id) == [.teamMember(team: "a", user: "v"), .teamMember(team: "b", user: "u")])
        inventory.observe([], asAllMembersOf: .team("a"), at: at(0))
        #expect(inventory.accounts().count == 2, "an older answer removes nothing")
        inventory.observe([], asAllMembersOf: .team("a"), at: at(2))
        #expect(inventory.accounts().map(\.id) == [.teamMember(team: "b", user: "u")])
    }

    @Test("with a team its members go, whether it is removed or too old")
    func membersGoWithTheirTeam() {
        for isRemoved in [true, false] {
            var inventory = Inventory()
            inventory.observe(Observation(team("a"), at: at(0)))
            inventory.observe([Observation(member("u", of: "a"), at: at(1))], asAllMembersOf: .team("a"), at: at(1))
            if isRemoved {
                inventory.remove(.team("a"))
            } else {
                inventory.expire(at: at(300)) { _ in .seconds(300) }
            }
            #expect(inventory.entries.isEmpty, "removed: \(isRemoved)")
        }
    }

    @Test("what only a single read tells stays while lists do not tell it, until it is too old or its window is over")
    func keepsPartialSpend() {
        func key(spend: USD?, resetsAt: Double = 1000) -> Account {
            var key = Account(id: .key(hash: "k"), budget: Budget(limit: .unlimited), spend: 1)
            key.windows = [
                BudgetWindow(duration: "1h", limit: 5, resetsAt: Timestamp(unixSeconds: resetsAt), spend: spend)
            ]
            key.modelBudgets = [ModelBudget(model: "m", limit: 7, spend: spend)]
            return key
        }
        func spends(_ inventory: Inventory) -> [USD?] {
            let key = inventory.entries[.key(hash: "k")]?.account
            return [key?.windows.first?.spend, key?.modelBudgets.first?.spend]
        }
        let limit: (AccountKind) -> Duration = { $0 == .teamMember ? .seconds(100) : .seconds(80) }
        var inventory = Inventory()
        inventory.observe(Observation(key(spend: 2), at: at(0)))
        inventory.observe(Observation(key(spend: nil), at: at(50)))
        #expect(spends(inventory) == [2, 2])
        #expect(inventory.nextExpiry(after: limit) == at(100))
        var renewed = inventory
        renewed.observe(Observation(key(spend: nil, resetsAt: 4600), at: at(60)))
        #expect(spends(renewed) == [nil, 2])
        inventory.expire(at: at(99), after: limit)
        #expect(spends(inventory) == [2, 2])
        inventory.expire(at: at(100), after: limit)
        #expect(spends(inventory) == [nil, nil])
        #expect(inventory.entries[.key(hash: "k")]?.account.spend == 1)
    }

    @Test("limits of windows and models that cannot be read leave the last known ones, until those are stale")
    func keepsPartialLimits() {
        func key(limit: USD?) -> Account {
            var key = Account(id: .key(hash: "k"), budget: Budget(limit: .limited(99)), spend: 1)
            key.windows = [BudgetWindow(duration: "1h", limit: limit, spend: 2)]
            key.modelBudgets = [ModelBudget(model: "m", limit: limit, spend: 2)]
            return key
        }
        var inventory = Inventory()
        func limits() -> [USD?] {
            let key = inventory.entries[.key(hash: "k")]?.account
            return [key?.windows.first?.limit, key?.modelBudgets.first?.limit]
        }
        func headroom() -> USD? {
            inventory.assessHeadroom()
            return inventory.entries[.key(hash: "k")]?.account.headroom
        }
        inventory.observe(Observation(key(limit: 5), at: at(0)))
        #expect(headroom() == 3)
        for seconds in [10, 250] { inventory.observe(Observation(key(limit: nil), at: at(seconds))) }
        #expect(limits() == [5, 5])
        #expect(inventory.nextExpiry { _ in .seconds(300) } == at(300))
        inventory.expire(at: at(299)) { _ in .seconds(300) }
        #expect(limits() == [5, 5])
        #expect(headroom() == 3)
        inventory.expire(at: at(300)) { _ in .seconds(300) }
        #expect(limits() == [nil, nil])
        #expect(headroom() == nil, "nobody knows what the window leaves")
        inventory.observe(Observation(key(limit: nil), at: at(301)))
        #expect(limits() == [nil, nil])
        inventory.observe(Observation(key(limit: 6), at: at(302)))
        #expect(limits() == [6, 6])
        #expect(headroom() == 4)
    }
}

extension Inventory {
    fileprivate mutating func observe(_ members: [Observation], asAllMembersOf team: AccountID, at uptime: Uptime) {
        members.forEach { observe($0) }
        removeMembers(of: team, except: members.map(\.account.id), at: uptime)
    }
}

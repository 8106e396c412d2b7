import Budgets
import Testing
import Threading

@testable import Polling

@Suite struct InventoryTests {
    private func at(_ seconds: Int) -> Uptime { Uptime(sinceOrigin: .seconds(seconds)) }

    private func team(_ id: String, spend: USD? = 1, keys: Int? = nil) -> Account {
        var account = Account(id: .team(id), budget: Budget(limit: .limited(10)), spend: spend)
        account.keyCount = keys
        return account
    }

    @Test("an unknown spend leaves the last known one")
    func keepsSpend() {
        var inventory = Inventory()
        inventory.observe(Observation(team("a", spend: 3), at: at(0)))
        inventory.observe(Observation(team("a", spend: nil), at: at(10)))
        #expect(inventory.entries[.team("a")]?.account.spend == 3)
        #expect(inventory.entries[.team("a")]?.seenAt == at(10))
    }

    @Test("a spend that stays unknown becomes unknown on its own clock, while the account stays")
    func spendGoesStaleAlone() {
        var inventory = Inventory()
        inventory.observe(Observation(team("a", spend: 3), at: at(0)))
        inventory.observe(Observation(team("a", spend: nil), at: at(250)))
        #expect(inventory.nextExpiry { _ in .seconds(300) } == at(300))
        inventory.expire(at: at(299)) { _ in .seconds(300) }
        #expect(inventory.entries[.team("a")]?.account.spend == 3)
        inventory.expire(at: at(300)) { _ in .seconds(300) }
        #expect(inventory.entries[.team("a")]?.account.spend == nil)
        inventory.expire(at: at(549)) { _ in .seconds(300) }
        #expect(inventory.entries[.team("a")] != nil)
        inventory.expire(at: at(550)) { _ in .seconds(300) }
        #expect(inventory.entries[.team("a")] == nil)
    }

    @Test("a limit that cannot be read leaves the last known one, until that is stale: then nobody knows what is left")
    func limitGoesStaleAlone() {
        var inventory = Inventory()
        let key = Account(
            id: .key(hash: "k"), identity: Account.Identity(teamID: "a"), budget: Budget(limit: .limited(99)), spend: 0)
        func headroom() -> USD? {
            inventory.assessHeadroom()
            return inventory.entries[key.id]?.account.headroom
        }
        inventory.observe(Observation(team("a", spend: 5), at: at(0)))
        inventory.observe(Observation(key, at: at(0)))
        #expect(headroom() == 5)
        var odd = team("a", spend: 6)
        odd.budget.limit = .unreadable
        for seconds in [10, 250] { inventory.observe(Observation(odd, at: at(seconds))) }
        inventory.observe(Observation(key, at: at(250)))
        #expect(headroom() == 4)
        #expect(inventory.nextExpiry { _ in .seconds(300) } == at(300))
        inventory.expire(at: at(299)) { _ in .seconds(300) }
        #expect(inventory.entries[odd.id]?.account.remaining == 4)
        inventory.expire(at: at(300)) { _ in .seconds(300) }
        #expect(inventory.entries[odd.id]?.account.budget.limit == .unreadable)
        #expect(inventory.entries[odd.id]?.account.spend == 6)
        #expect(headroom() == nil)
        inventory.observe(Observation(odd, at: at(301)))
        #expect(headroom() == nil)
        inventory.observe(Observation(team("a", spend: 6), at: at(302)))
        #expect(headroom() == 4)
    }

    @Test("with a limit that cannot be read stays what stands in the same row, until the limit is too old")
    func unreadRowStays() {
        var inventory = Inventory()
        let reset = Timestamp(unixSeconds: 1_795_300_000)
        var known = team("a", spend: 5)
        (known.budget.softLimit, known.budget.duration, known.budget.resetsAt) = (8, "1d", reset)
        inventory.observe(Observation(known, at: at(0)))
        var odd = known
        odd.budget = Budget(limit: .unreadable)
        inventory.observe(Observation(odd, at: at(10)))
        #expect(inventory.entries[odd.id]?.account.budget == known.budget)
        inventory.expire(at: at(300)) { _ in .seconds(300) }
        #expect(inventory.entries[odd.id]?.account.budget.limit == .unreadable)
        inventory.observe(Observation(odd, at: at(301)))
        #expect(inventory.entries[odd.id]?.account.budget == odd.budget)
    }

    @Test("keys that outlive what is known of their team keep its alias, and tell nothing of what is left of it")
    func teamFadesBeforeItsKeys() {
        var inventory = Inventory()
        var team = team("a", spend: 9.5)
        team.identity.alias = "Research"
        let key = Account(
            id: .key(hash: "k"), identity: Account.Identity(teamID: "a"), budget: Budget(limit: .limited(5)), spend: 0)
        func headroom() -> USD? {
            inventory.assessHeadroom()
            return inventory.entries[key.id]?.account.headroom
        }
        inventory.observe(Observation(team, at: at(0)))
        inventory.observe(Observation(key, at: at(30)))
        #expect(headroom() == 0.5)
        inventory.expire(at: at(300)) { _ in .seconds(300) }
        #expect(inventory.entries.keys.map { $0 } == [key.id])
        #expect(inventory.aliasesOfTeams() == [team.id: "Research"])
        #expect(headroom() == nil)
        inventory.missFaded([.key], since: at(305), isProof: true)
        // A whole look at teams has not seen it, and pages can skip rows.
        inventory.missFaded([.team], since: at(305), isProof: false)
        #expect(inventory.aliasesOfTeams() == [team.id: "Research"])
        inventory.missFaded([.team], since: at(305), isProof: false)
        #expect(inventory.aliasesOfTeams() == [:])
        #expect(headroom() == nil)
        inventory.observe(Observation(team, at: at(310)))
        #expect(headroom() == 0.5)
    }

    @Test("a team that is seen again after one look has lacked it fades anew")
    func fadesAnew() {
        var inventory = Inventory()
        var named = team("a")
        named.identity.alias = "Research"
        inventory.observe(Observation(named, at: at(0)))
        inventory.expire(at: at(300)) { _ in .seconds(300) }
        inventory.missFaded([.team], since: at(305), isProof: false)
        inventory.observe(Observation(named, at: at(310)))
        inventory.expire(at: at(610)) { _ in .seconds(300) }
        inventory.missFaded([.team], since: at(615), isProof: false)
        #expect(inventory.aliasesOfTeams() == [.team("a"): "Research"])
        inventory.missFaded([.team], since: at(615), isProof: true)
        #expect(inventory.aliasesOfTeams() == [:])
    }

    @Test("the key of a member of whom too little is known does not seem to have more left", arguments: [true, false])
    func membersFade(withTheirTeam: Bool) {
        var inventory = Inventory()
        let member = Account(
            id: .teamMember(team: "a", user: "u"), budget: Budget(limit: .limited(2)), spend: 1.5)
        let key = Account(
            id: .key(hash: "k"), identity: Account.Identity(teamID: "a", userID: "u"),
            budget: Budget(limit: .limited(5)), spend: 0)
        func headroom() -> USD? {
            inventory.assessHeadroom()
            return inventory.entries[key.id]?.account.headroom
        }
        inventory.observe(Observation(team("a"), at: at(0)))
        for account in [member, key] { inventory.observe(Observation(account, at: at(withTheirTeam ? 10 : 0))) }
        #expect(headroom() == 0.5)
        if !withTheirTeam { inventory.observe(Observation(team("a"), at: at(200))) }
        inventory.observe(Observation(key, at: at(200)))
        inventory.expire(at: at(305)) { _ in .seconds(300) }
        inventory.observe(Observation(team("a"), at: at(306)))
        #expect(inventory.entries[member.id] == nil)
        #expect(headroom() == nil)
        // A look that began before may have read this member before it faded.
        inventory.missFaded([.teamMember], since: at(304), isProof: true)
        #expect(headroom() == nil)
        inventory.missFaded([.teamMember], since: at(310), isProof: true)
        #expect(headroom() == 5)
    }

    @Test("a member that became too old is forgotten with its team, and where the team is read without it")
    func fadedMembersGoWithTheirTeam() {
        let member = Account(id: .teamMember(team: "a", user: "u"), budget: Budget(limit: .limited(2)), spend: 1.5)
        let key = Account(
            id: .key(hash: "k"), identity: Account.Identity(teamID: "a", userID: "u"),
            budget: Budget(limit: .limited(5)), spend: 0)
        func headroom(after change: (inout Inventory) -> Void) -> USD? {
            var inventory = Inventory()
            for account in [team("a"), team("b"), member] { inventory.observe(Observation(account, at: at(0))) }
            for account in [team("a"), team("b"), key] { inventory.observe(Observation(account, at: at(200))) }
            inventory.expire(at: at(305)) { _ in .seconds(300) }
            change(&inventory)
            inventory.assessHeadroom()
            return inventory.entries[key.id]?.account.headroom
        }
        #expect(headroom { _ in } == nil)
        #expect(headroom { $0.removeMembers(of: .team("b"), except: [], at: self.at(310)) } == nil)
        #expect(headroom { $0.removeMembers(of: .team("a"), except: [member.id], at: self.at(310)) } == nil)
        #expect(headroom { $0.removeMembers(of: .team("a"), except: [], at: self.at(304)) } == nil, "asked before")
        #expect(headroom { $0.removeMembers(of: .team("a"), except: [], at: self.at(310)) } == 5)
        let hasComeBack = headroom {
            $0.remove(.team("a"))
            $0.observe(Observation(self.team("a"), at: self.at(320)))
        }
        #expect(hasComeBack == 5)
    }

    @Test("what only the list tells survives an answer that does not tell it")
    func keepsCounts() {
        var inventory = Inventory()
        inventory.observe(Observation(team("a", keys: 4), at: at(0)))
        inventory.observe(Observation(team("a", spend: 2), at: at(1)))
        #expect(inventory.entries[.team("a")]?.account.keyCount == 4)
        #expect(inventory.entries[.team("a")]?.account.spend == 2)
    }

    @Test("an answer that was overtaken changes nothing")
    func ignoresOldAnswers() {
        var inventory = Inventory()
        inventory.observe(Observation(team("a", spend: 5), at: at(10)))
        inventory.observe(Observation(team("a", spend: 4), at: at(9)))
        #expect(inventory.entries[.team("a")]?.account.spend == 5)
    }

    @Test("the longest unseen come first, and only those of the kind")
    func findsTheUnseen() {
        var inventory = Inventory()
        inventory.observe(Observation(team("b"), at: at(1)))
        inventory.observe(Observation(team("a"), at: at(2)))
        inventory.observe(Observation(team("c"), at: at(5)))
        inventory.observe(
            Observation(Account(id: .key(hash: "k"), budget: Budget(limit: .unlimited), spend: 0), at: at(0)))
        #expect(inventory.unseen(.team, since: at(5)) == [.team("b"), .team("a")])
    }

    @Test("an account that is seen again is not hidden any more")
    func unhides() {
        var inventory = Inventory()
        inventory.hide(.team("a"))
        #expect(inventory.hidden == [.team("a")])
        inventory.observe(Observation(team("a"), at: at(1)))
        #expect(inventory.hidden.isEmpty)
    }
}

@Suite struct KeyCoverageTests {
    @Test("keys that teams promise and the list lacks make the view partial, from the second look at the teams on")
    func noticesMissingKeys() {
        var coverage = KeyCoverage()
        coverage.teamsPromised(100)
        coverage.keysSeen(89)
        #expect(!coverage.isPartial)
        coverage.teamsPromised(100)
        #expect(coverage.isPartial)
        coverage.keysSeen(90)
        coverage.teamsPromised(100)
        #expect(!coverage.isPartial)
    }

    @Test("keys that were deleted between the two looks are not missed")
    func forgivesDeletions() {
        var coverage = KeyCoverage()
        coverage.teamsPromised(10)
        coverage.keysSeen(5)
        coverage.teamsPromised(5)
        #expect(!coverage.isPartial)
    }

    @Test("keys that were made between the two looks are not missed")
    func forgivesCreations() {
        var coverage = KeyCoverage()
        coverage.teamsPromised(5)
        coverage.keysSeen(5)
        coverage.teamsPromised(10)
        #expect(!coverage.isPartial)
    }

    @Test("a key that sees nothing of many sees a part")
    func noticesNothing() {
        var coverage = KeyCoverage()
        coverage.teamsPromised(3)
        coverage.keysSeen(0)
        coverage.teamsPromised(3)
        #expect(coverage.isPartial)
    }
}

@Suite struct ShownAccountsTests {
    private func account(_ id: String, _ ratio: Double?) -> Account {
        Account(
            id: .team(id), budget: Budget(limit: ratio == nil ? .unlimited : .limited(1)), spend: ratio.map { USD($0) })
    }

    private func ids(_ accounts: [Account]) -> [String] { accounts.map(\.id.text) }

    @Test("within the limit all are shown")
    func showsAll() {
        var shown = ShownAccounts(limit: 3)
        let (accounts, dropped) = shown.choose(from: [account("a", 0.1), account("b", nil), account("c", 0.9)])
        #expect(ids(accounts) == ["a", "b", "c"])
        #expect(dropped == 0)
    }

    @Test("above it those with the highest used ratio are, in the order given, the unlimited last")
    func showsTheFullest() {
        var shown = ShownAccounts(limit: 2)
        let all = [account("a", 0.1), account("b", nil), account("c", 0.9), account("d", 0.5)]
        let (accounts, dropped) = shown.choose(from: all)
        #expect(ids(accounts) == ["c", "d"])
        #expect(dropped == 2)
        var three = ShownAccounts(limit: 3)
        #expect(ids(three.choose(from: all).shown) == ["a", "c", "d"])
    }

    @Test("one that is shown stays until another outranks it by a tenth")
    func isSteady() {
        var shown = ShownAccounts(limit: 1)
        #expect(ids(shown.choose(from: [account("a", 0.50), account("b", 0.49)]).shown) == ["a"])
        #expect(ids(shown.choose(from: [account("a", 0.50), account("b", 0.54)]).shown) == ["a"])
        #expect(ids(shown.choose(from: [account("a", 0.50), account("b", 0.56)]).shown) == ["b"])
        #expect(ids(shown.choose(from: [account("a", 0.57), account("b", 0.56)]).shown) == ["b"])
    }

    @Test("accounts without a ratio do not take turns either")
    func isSteadyAmongTheUnlimited() {
        var shown = ShownAccounts(limit: 1)
        #expect(ids(shown.choose(from: [account("b", nil), account("c", nil)]).shown) == ["b"])
        #expect(ids(shown.choose(from: [account("a", nil), account("b", nil)]).shown) == ["b"])
    }
}

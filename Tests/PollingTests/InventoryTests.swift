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

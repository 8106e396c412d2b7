import Budgets
import Persistence
import Threading

/// What ledgers have eaten and the state file has not been told yet.
struct LedgerJournal: Sendable {
    /// Of the newest look.
    private(set) var lastNumber: Int
    /// Accounts whose ledgers have eaten looks since they were last kept.
    private var unfolded: Set<AccountID>
    private var looks: [RecordedLook] = []
    private var forgotten: [AccountID] = []
    /// When kinds were last looked at in whole, on the local clock.
    var lookedAt: [AccountKind: Timestamp] = [:]

    init(lastNumber: Int, unfolded: Set<AccountID>) {
        self.lastNumber = lastNumber
        self.unfolded = unfolded
    }

    mutating func record(_ account: Account, at time: Timestamp, skew: Duration) {
        guard let spend = account.spend else { return }
        lastNumber += 1
        unfolded.insert(account.id)
        looks.append(
            RecordedLook(
                number: lastNumber, account: account.id, time: time, skew: skew, spend: spend,
                totalSpend: account.totalSpend, limit: account.budget.limit, resetsAt: account.budget.resetsAt,
                createdAt: account.createdAt))
    }

    mutating func forget(_ account: AccountID) {
        unfolded.remove(account)
        forgotten.append(account)
    }

    /// The looks since the last call.
    mutating func takeLooks() -> [RecordedLook] {
        defer { looks = [] }
        return looks
    }

    mutating func takeUnfolded() -> Set<AccountID> {
        defer { unfolded = [] }
        return unfolded
    }

    mutating func takeForgotten() -> [AccountID] {
        defer { forgotten = [] }
        return forgotten
    }
}

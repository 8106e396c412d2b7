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
    /// More are not gathered while nobody takes them, a disk that hangs for instance; all ledgers then make up for them.
    var mostLooks = 200_000
    private var hasLostLooks = false
    private var forgotten: Set<AccountID> = []
    /// When kinds were last looked at in whole, on the local clock.
    var lookedAt: [AccountKind: Timestamp] = [:]

    init(lastNumber: Int, unfolded: Set<AccountID>) {
        self.lastNumber = lastNumber
        self.unfolded = unfolded
    }

    /// - Parameters:
    ///   - account: As the look found it.
    ///   - since: When it was looked at before; nil where its ledger begins.
    mutating func record(
        _ account: Account, at time: Timestamp, since: Timestamp?, skew: Duration, isMissingAfterwards: Bool = false
    ) {
        guard let spend = account.spend else { return }
        lastNumber += 1
        unfolded.insert(account.id)
        // A ledger that begins anew takes the place of the one that was to be forgotten.
        forgotten.remove(account.id)
        guard looks.count < mostLooks else {
            looks = []
            hasLostLooks = true
            return
        }
        guard !hasLostLooks else { return }
        looks.append(
            RecordedLook(
                number: lastNumber, account: account.id, time: time, since: since, skew: skew, spend: spend,
                totalSpend: account.totalSpend, limit: account.budget.limit, resetsAt: account.budget.resetsAt,
                isMissingAfterwards: isMissingAfterwards))
    }

    mutating func forget(_ account: AccountID) {
        unfolded.remove(account)
        forgotten.insert(account)
    }

    /// The looks since the last call; nil where some were lost, so that only all ledgers tell what there was.
    mutating func takeLooks() -> [RecordedLook]? {
        defer {
            looks = []
            hasLostLooks = false
        }
        return hasLostLooks ? nil : looks
    }

    mutating func takeUnfolded() -> Set<AccountID> {
        defer { unfolded = [] }
        return unfolded
    }

    mutating func takeForgotten() -> [AccountID] {
        defer { forgotten = [] }
        return Array(forgotten)
    }
}

import Budgets
import Persistence
import Threading

extension Watch {
    /// What to write into the state file.
    struct Records: Sendable {
        /// Nil where some were lost.
        var looks: [RecordedLook]?
        var lookedAt: [AccountKind: Timestamp]
    }

    /// What to keep in the state file in place of looks.
    struct Fold: Sendable {
        var ledgers: [FoldedLedger]
        var number: Int
        var forgotten: [AccountID]
    }

    /// Takes over what the state file held; how many ledgers of it could not be read.
    func restore(_ stored: StoredLedgers, at moment: Moment) -> Int {
        stateIsUp = true
        return ledgers.restore(stored, at: moment)
    }

    /// Learns whether the state file can be used.
    func stateFile(isUp: Bool) {
        stateIsUp = isUp
    }

    /// What there is to be written since the last call.
    func takeRecords() -> Records {
        guard let lookedAt = ledgers.journal?.lookedAt else { return Records(looks: [], lookedAt: [:]) }
        return Records(looks: ledgers.journal?.takeLooks(), lookedAt: lookedAt)
    }

    /// - Parameter all: Whether ledgers that did not change are kept too, as the file may lack them.
    func takeFold(all: Bool, at moment: Moment) -> Fold {
        Fold(
            ledgers: ledgers.toBeKept(all: all, at: moment), number: ledgers.journal?.lastNumber ?? 0,
            forgotten: ledgers.journal?.takeForgotten() ?? [])
    }
}

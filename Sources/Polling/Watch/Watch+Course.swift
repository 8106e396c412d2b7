public import Budgets
public import Threading

extension Watch {
    /// How spending of an account's running period went, see `SpendLedger.course(at:)`; empty where no ledger is kept.
    ///
    /// Asked for one account by whoever looks at it: in every report the points of all would be most of the memory.
    public func course(of id: AccountID, at uptime: Uptime, _ now: Timestamp) -> [SpendPoint] {
        ledgers.entries[id]?.ledger.course(at: Moment(uptime: uptime, now: now - skew)) ?? []
    }
}

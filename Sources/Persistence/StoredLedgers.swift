public import Budgets
public import Threading

/// What a state file held when it was opened. The ledger of an account is the folded one, or a new one, which then takes
/// the account's looks in their order.
public struct StoredLedgers: Sendable {
    public struct Ledger: Hashable, Sendable {
        public var bytes: [UInt8]
        /// When the account was last observed, as of the fold that wrote this.
        public var seenAt: Timestamp
        /// Whether a look at all accounts of its kind that came later lacked it.
        public var isMissing: Bool
    }

    public var folded: [AccountID: Ledger] = [:]
    /// In the order of their numbers, without those that a folded ledger has eaten.
    public var looks = StoredLooks()
    /// When each kind was last looked at in whole, so that what did not change since and is not missing is
    /// known to have stayed as it was.
    public var lookedAt: [AccountKind: Timestamp] = [:]
    /// The highest number of a look so far; 0 before the first.
    public var lastNumber = 0
}

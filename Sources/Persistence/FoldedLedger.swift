public import Budgets
public import Threading

/// The ledger of an account, to be kept instead of the looks that it has eaten.
public struct FoldedLedger: Sendable {
    public let account: AccountID
    /// When the account was last observed.
    public let seenAt: Timestamp
    /// Whether a look at all accounts of its kind that came later lacked it.
    public let isMissing: Bool
    let encode: @Sendable () -> [UInt8]

    /// - Parameter bytes: The encoded ledger; made only when it is written, on the store's thread, so that never more than
    ///   one is in memory and nobody else waits for it.
    public init(
        account: AccountID, seenAt: Timestamp, isMissing: Bool = false,
        bytes: @autoclosure @escaping @Sendable () -> [UInt8]
    ) {
        self.account = account
        self.seenAt = seenAt
        self.isMissing = isMissing
        encode = bytes
    }
}

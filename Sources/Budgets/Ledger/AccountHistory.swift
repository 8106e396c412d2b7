public import Threading

/// What is known of an account beyond the newest look at it.
public struct AccountHistory: Hashable, Sendable {
    /// A counter of spend that goes on over resets: since LiteLLM began to count where its lifetime figure was there at
    /// first sight, else since watching began.
    public var spendTotal: USD
    public var scheduledResets: Int
    public var unscheduledResets: Int
    /// When the running period began, see `SpendLedger.history(of:terms:effectiveInterval:at:)`.
    public var periodStart: Timestamp?
    /// The first look that found the limit reached; nil while it is not.
    public var exhaustedSince: Timestamp?
    /// One for each window that is published, shortest first; the account's own pattern comes last.
    public var outlooks: [Outlook]

    public init(
        spendTotal: USD, scheduledResets: Int = 0, unscheduledResets: Int = 0, periodStart: Timestamp? = nil,
        exhaustedSince: Timestamp? = nil, outlooks: [Outlook] = []
    ) {
        self.spendTotal = spendTotal
        self.scheduledResets = scheduledResets
        self.unscheduledResets = unscheduledResets
        self.periodStart = periodStart
        self.exhaustedSince = exhaustedSince
        self.outlooks = outlooks
    }
}

public import Budgets
public import Threading

/// One look at an account, as the state file keeps it until a ledger that has eaten it is kept instead.
public struct RecordedLook: Hashable, Sendable {
    /// Counts the looks at all accounts, upwards from ``StoredLedgers/lastNumber``.
    public var number: Int
    public var account: AccountID
    public var time: Timestamp
    /// When the account was looked at before: until then it had stayed as it was. Nil where its ledger begins with this look.
    public var since: Timestamp?
    /// The local clock, which `time` goes by, less LiteLLM's, by which a reset was due or not.
    public var skew: Duration
    public var spend: USD
    /// LiteLLM's lifetime figure, where it gives one.
    public var totalSpend: USD?
    public var limit: Budget.Limit
    public var resetsAt: Timestamp?
    /// Whether a look at all accounts of its kind that came later lacked this one, of which nothing is known from then on.
    public var isMissingAfterwards: Bool

    public init(
        number: Int, account: AccountID, time: Timestamp, since: Timestamp?, skew: Duration = .zero, spend: USD,
        totalSpend: USD? = nil, limit: Budget.Limit, resetsAt: Timestamp? = nil, isMissingAfterwards: Bool = false
    ) {
        self.number = number
        self.account = account
        self.time = time
        self.since = since
        self.skew = skew
        self.spend = spend
        self.totalSpend = totalSpend
        self.limit = limit
        self.resetsAt = resetsAt
        self.isMissingAfterwards = isMissingAfterwards
    }
}

public import Threading

/// One of several limits that hold at the same time, such as 10 dollars a day and 100 a month.
public struct BudgetWindow: Hashable, Sendable {
    /// LiteLLM's own word for its length, which also identifies it.
    public let duration: String
    /// Nil while what LiteLLM says is no amount.
    public var limit: USD?
    public var resetsAt: Timestamp?
    /// Nil while unknown, and always for teams: LiteLLM does not tell it.
    public var spend: USD?

    public init(duration: String, limit: USD?, resetsAt: Timestamp? = nil, spend: USD? = nil) {
        self.duration = duration
        self.limit = limit
        self.resetsAt = resetsAt
        self.spend = spend
    }

    /// Limit less spend; nil while either is unknown.
    public var remaining: USD? {
        guard let limit, let spend else { return nil }
        return limit - spend
    }
}

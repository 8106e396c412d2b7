/// One of several concurrent budget windows of a key or a team (`budget_limits`).
public struct BudgetWindow: Sendable {
    public var duration: String
    /// US dollars in one window.
    public var maxBudget: Double
    /// Seconds since 1970.
    public var resetAt: Double
    /// Spend of the running window; the API tells it for keys only.
    public var spend: Double

    public init(duration: String, maxBudget: Double, resetAt: Double, spend: Double = 0) {
        self.duration = duration
        self.maxBudget = maxBudget
        self.resetAt = resetAt
        self.spend = spend
    }
}

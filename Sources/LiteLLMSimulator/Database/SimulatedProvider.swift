/// A provider with a budget (`provider_budget_config`), which the router keeps in its cache, not in the database.
public struct SimulatedProvider: Sendable, CachedSpend {
    /// LiteLLM's name for it, such as `openai`.
    public var name: String
    public var limit: Double
    public var period: String
    public var spend: Double
    public var resetAt: Double?

    public init(name: String, limit: Double, period: String, spend: Double = 0, resetAt: Double? = nil) {
        self.name = name
        self.limit = limit
        self.period = period
        self.spend = spend
        self.resetAt = resetAt
    }
}

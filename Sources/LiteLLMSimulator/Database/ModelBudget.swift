/// The budget of one model for a key, a team or a user (`model_max_budget`).
public struct ModelBudget: Sendable, CachedSpend {
    public var model: String
    public var limit: Double
    public var period: String
    /// Spend of the running period, known from `/key/info`, `/team/info` and `/v2/user/info` only.
    public var spend: Double
    /// When the running period ends, in seconds since 1970, which no answer tells; nil before the first cost.
    public var resetAt: Double?

    public init(model: String, limit: Double, period: String, spend: Double = 0) {
        self.model = model
        self.limit = limit
        self.period = period
        self.spend = spend
    }
}

/// The budget of one model for a key or a team (`model_max_budget`).
public struct ModelBudget: Sendable {
    public var model: String
    public var limit: Double
    public var period: String
    /// Spend of the running period, known from `/key/info` and `/team/info` only.
    public var spend: Double

    public init(model: String, limit: Double, period: String, spend: Double = 0) {
        self.model = model
        self.limit = limit
        self.period = period
        self.spend = spend
    }
}

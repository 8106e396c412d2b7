/// What an account may spend on one model.
public struct ModelBudget: Hashable, Sendable {
    public let model: String
    /// Nil while what LiteLLM says is no amount.
    public var limit: USD?
    /// Nil while unknown. LiteLLM keeps it in a cache: without Redis each of its workers counts for itself.
    public var spend: USD?

    public init(model: String, limit: USD?, spend: USD? = nil) {
        self.model = model
        self.limit = limit
        self.spend = spend
    }
}

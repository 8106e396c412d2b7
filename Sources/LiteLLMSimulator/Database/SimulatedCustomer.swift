/// A row of the end-user table: whom a request names in its `user` member. Its budget is a shared one.
public struct SimulatedCustomer: Sendable {
    public var id: String
    public var alias: String?
    /// US dollars of the running budget period; nil is a damaged row.
    public var spend: Double?
    public var budgetID: String?
    public var isBlocked = false
    public var defaultModel: String?

    public init(id: String, alias: String? = nil, budgetID: String? = nil, spend: Double? = 0) {
        self.id = id
        self.alias = alias
        self.budgetID = budgetID
        self.spend = spend
    }
}

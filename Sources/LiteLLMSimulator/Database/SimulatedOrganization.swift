/// A row of the organisation table. Its budget is always a row of the budget table.
public struct SimulatedOrganization: Sendable {
    public var id: String
    public var alias: String?
    public var budgetID: String
    /// US dollars of the running budget period; nil is a damaged row.
    public var spend: Double?
    public var metadata: [JSONValue.Member] = []
    /// Seconds since 1970.
    public var createdAt: Double
    public var updatedAt: Double

    public init(id: String, alias: String? = nil, budgetID: String, spend: Double? = 0, createdAt: Double) {
        self.id = id
        self.alias = alias
        self.budgetID = budgetID
        self.spend = spend
        self.createdAt = createdAt
        updatedAt = createdAt
    }
}

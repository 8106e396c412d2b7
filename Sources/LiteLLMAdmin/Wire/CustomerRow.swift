/// A customer (end user) as `/customer/list` writes it; only what is used, and only the id has to be there.
public struct CustomerRow: Decodable, Sendable {
    public let customerID: String
    public let alias: String?
    public let spend: Double?
    /// RFC 3339.
    public let createdAt: String?
    public let isBlocked: Bool?
    /// The budget that the customer is linked to. Without one the proxy's default for customers holds, which no endpoint
    /// tells.
    public let budget: Presence<BudgetRow>

    enum CodingKeys: String, CodingKey {
        case customerID = "user_id"
        case alias
        case spend
        case createdAt = "created_at"
        case isBlocked = "blocked"
        case budget = "litellm_budget_table"
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        customerID = try row.decode(String.self, forKey: .customerID)
        alias = row.tolerated(.alias)
        spend = row.finite(.spend)
        createdAt = row.tolerated(.createdAt)
        isBlocked = row.tolerated(.isBlocked)
        budget = row.presence(.budget)
    }
}

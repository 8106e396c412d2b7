/// An organisation as `/organization/list` writes it; only what is used, and only the id has to be there.
public struct OrganizationRow: Decodable, Sendable {
    public let organizationID: String
    public let alias: String?
    public let spend: Double?
    /// RFC 3339.
    public let createdAt: String?
    /// Which row of `/budget/list` tells when its spend is reset; the row in here lacks that.
    public let budgetID: String?
    public let budget: Presence<BudgetRow>
    public let metadata: MetadataRow?

    enum CodingKeys: String, CodingKey {
        case organizationID = "organization_id"
        case alias = "organization_alias"
        case spend
        case createdAt = "created_at"
        case budgetID = "budget_id"
        case budget = "litellm_budget_table"
        case metadata
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        organizationID = try row.decode(String.self, forKey: .organizationID)
        alias = row.tolerated(.alias)
        spend = row.finite(.spend)
        createdAt = row.tolerated(.createdAt)
        budgetID = row.tolerated(.budgetID)
        budget = row.presence(.budget)
        metadata = row.tolerated(.metadata)
    }
}

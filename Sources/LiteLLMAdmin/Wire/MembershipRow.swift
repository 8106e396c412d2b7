/// A member of a team with what it has spent there, as `/team/info` alone writes it.
public struct MembershipRow: Decodable, Sendable {
    public let userID: String
    public let spend: Double?
    /// Of all budget periods; newer proxies have it, from 0 on at the upgrade.
    public let totalSpend: Double?
    /// The budget that the membership is linked to: the member's own, or the default of the team.
    public let budget: Presence<BudgetRow>

    enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case spend
        case totalSpend = "total_spend"
        case budget = "litellm_budget_table"
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        userID = try row.decode(String.self, forKey: .userID)
        spend = row.finite(.spend)
        totalSpend = row.finite(.totalSpend)
        budget = row.presence(.budget)
    }
}

/// A row of LiteLLM's budget table, which several accounts may share.
public struct BudgetRow: Decodable, Sendable {
    public let maxBudget: Presence<Double>
    public let softBudget: Double?
    public let budgetDuration: String?
    public let budgetResetAt: String?

    enum CodingKeys: String, CodingKey {
        case maxBudget = "max_budget"
        case softBudget = "soft_budget"
        case budgetDuration = "budget_duration"
        case budgetResetAt = "budget_reset_at"
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        maxBudget = row.presence(.maxBudget)
        softBudget = row.finite(.softBudget)
        budgetDuration = row.tolerated(.budgetDuration)
        budgetResetAt = row.tolerated(.budgetResetAt)
    }
}

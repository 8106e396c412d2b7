/// One of several budgets that run at the same time (`budget_limits`).
public struct BudgetWindowRow: Decodable, Sendable {
    public let duration: String?
    public let maxBudget: Presence<Double>
    public let resetAt: String?

    enum CodingKeys: String, CodingKey {
        case duration = "budget_duration"
        case maxBudget = "max_budget"
        case resetAt = "reset_at"
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        duration = row.tolerated(.duration)
        maxBudget = row.presence(.maxBudget)
        resetAt = row.tolerated(.resetAt)
    }
}

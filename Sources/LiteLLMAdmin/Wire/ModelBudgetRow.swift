/// What may be spent on one model. LiteLLM writes it under other names for teams than for keys.
public struct ModelBudgetRow: Decodable, Sendable {
    public let limit: Double?
    public let duration: String?

    enum CodingKeys: String, CodingKey {
        case maxBudget = "max_budget"
        case budgetDuration = "budget_duration"
        case budgetLimit = "budget_limit"
        case timePeriod = "time_period"
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        limit = row.finite(.maxBudget) ?? row.finite(.budgetLimit)
        duration = row.tolerated(.budgetDuration) ?? row.tolerated(.timePeriod)
    }
}

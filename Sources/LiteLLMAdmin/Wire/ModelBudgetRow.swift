/// What may be spent on one model. LiteLLM writes it under other names for teams than for keys.
public struct ModelBudgetRow: Decodable, Sendable {
    public let limit: Presence<Double>
    public let duration: String?

    enum CodingKeys: String, CodingKey {
        case maxBudget = "max_budget"
        case budgetDuration = "budget_duration"
        case budgetLimit = "budget_limit"
        case timePeriod = "time_period"
    }

    public init(from decoder: any Decoder) throws {
        guard let row = try? decoder.container(keyedBy: CodingKeys.self) else {
            // What is no object may be a limit, told in a way of its own.
            limit = (try? decoder.singleValueContainer().decodeNil()) == true ? .null : .unreadable
            duration = nil
            return
        }
        let limits = [row.presence(.maxBudget), row.presence(.budgetLimit)]
        limit = limits.first { $0.value != nil } ?? (limits.contains(.unreadable) ? .unreadable : .missing)
        duration = row.tolerated(.budgetDuration) ?? row.tolerated(.timePeriod)
    }
}

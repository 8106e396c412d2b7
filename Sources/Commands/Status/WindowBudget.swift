import Budgets
import Threading

/// One of several limits that hold at the same time, as `docs/api.md` has it: what the exporter answers, and what `status` prints.
struct WindowBudget: Codable {
    let window: BudgetWindow

    enum CodingKeys: String, CodingKey {
        case duration = "budget_duration"
        case limit = "budget_limit_usd"
        case spend = "budget_spend_usd"
        case resetsAt = "budget_resets_at"
    }

    init(_ window: BudgetWindow) {
        self.window = window
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        func amount(_ key: CodingKeys) throws -> USD? {
            try members.decodeIfPresent(Double.self, forKey: key).map { USD($0) }
        }
        window = BudgetWindow(
            duration: try members.decode(String.self, forKey: .duration), limit: try amount(.limit),
            resetsAt: try members.decodeIfPresent(String.self, forKey: .resetsAt).flatMap(Timestamp.init(rfc3339:)),
            spend: try amount(.spend))
    }

    func encode(to encoder: any Encoder) throws {
        // Members are there even when nothing is known, as null.
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(window.duration, forKey: .duration)
        try members.encode(window.limit?.amount, forKey: .limit)
        try members.encode(window.spend?.amount, forKey: .spend)
        try members.encode(window.resetsAt?.description, forKey: .resetsAt)
    }
}

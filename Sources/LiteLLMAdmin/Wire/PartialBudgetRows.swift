/// The budgets of an account besides its one budget: for single models, and windows that run at the same time.
///
/// The members have these names in teams, keys and users alike.
public struct PartialBudgetRows: Decodable, Sendable {
    public let models: [String: ModelBudgetRow]
    /// By model; nil in lists, which do not tell it.
    public let modelUsage: [String: UsageRow]?
    public let windows: [BudgetWindowRow]
    /// By duration; only `/key/info` tells it.
    public let windowUsage: [String: UsageRow]?

    enum CodingKeys: String, CodingKey {
        case models = "model_max_budget"
        case modelUsage = "model_max_budget_usage"
        case windows = "budget_limits"
        case windowUsage = "budget_limits_usage"
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        models = Self.understood(row.tolerated(.models)) ?? [:]
        modelUsage = Self.understood(row.tolerated(.modelUsage))
        windows = row.tolerated(.windows, as: [Lossy<BudgetWindowRow>].self)?.compactMap(\.row) ?? []
        windowUsage = Self.understood(row.tolerated(.windowUsage))
    }

    private static func understood<Row>(_ rows: [String: Lossy<Row>]?) -> [String: Row]? {
        rows?.compactMapValues(\.row)
    }
}

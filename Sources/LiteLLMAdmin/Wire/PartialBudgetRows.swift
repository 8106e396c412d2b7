/// The budgets of an account besides its one budget: for single models, and windows that run at the same time.
///
/// The members have these names in teams, keys and users alike.
public struct PartialBudgetRows: Decodable, Sendable {
    public let models: [String: ModelBudgetRow]
    /// Whether there are budgets of models that nobody here understands, as what should be an object is none.
    public let modelsAreUnreadable: Bool
    /// By model; nil in lists, which do not tell it.
    public let modelUsage: [String: UsageRow]?
    public let windows: [BudgetWindowRow]
    /// Whether there are windows that nobody here understands: the list is none, or one of them says not how long it is.
    public let windowsAreUnreadable: Bool
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
        let models = row.presence(.models, as: [String: Lossy<ModelBudgetRow>].self)
        self.models = Self.understood(models.value) ?? [:]
        modelsAreUnreadable = models.isUnreadable
        modelUsage = Self.understood(row.tolerated(.modelUsage))
        let windows = row.presence(.windows, as: [Lossy<BudgetWindowRow>].self)
        self.windows = windows.value?.compactMap(\.row) ?? []
        windowsAreUnreadable = windows.isUnreadable || windows.value?.contains { $0.row?.duration == nil } == true
        windowUsage = Self.understood(row.tolerated(.windowUsage))
    }

    private static func understood<Row>(_ rows: [String: Lossy<Row>]?) -> [String: Row]? {
        rows?.compactMapValues(\.row)
    }
}

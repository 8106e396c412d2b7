/// A row of LiteLLM's budget table, which several accounts may share.
public struct BudgetRow: Decodable, Sendable {
    public let budgetID: String?
    public let maxBudget: Presence<Double>
    public let softBudget: Double?
    public let budgetDuration: String?
    /// Missing where an organisation's row is written, there with the same row in `/budget/list`.
    public let budgetResetAt: String?
    /// A temporary increase of the limit, in dollars; counts for members of teams.
    public let temporaryIncrease: Double?
    /// When the increase ends; without a time zone it is UTC.
    public let temporaryIncreaseExpiry: String?
    public let tokensPerMinuteLimit: Int?
    public let requestsPerMinuteLimit: Int?

    enum CodingKeys: String, CodingKey {
        case budgetID = "budget_id"
        case maxBudget = "max_budget"
        case softBudget = "soft_budget"
        case budgetDuration = "budget_duration"
        case budgetResetAt = "budget_reset_at"
        case temporaryIncrease = "temp_budget_increase"
        case temporaryIncreaseExpiry = "temp_budget_expiry"
        case tokensPerMinuteLimit = "tpm_limit"
        case requestsPerMinuteLimit = "rpm_limit"
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        budgetID = row.tolerated(.budgetID)
        maxBudget = row.presence(.maxBudget)
        softBudget = row.finite(.softBudget)
        budgetDuration = row.tolerated(.budgetDuration)
        budgetResetAt = row.tolerated(.budgetResetAt)
        temporaryIncrease = row.finite(.temporaryIncrease)
        temporaryIncreaseExpiry = row.tolerated(.temporaryIncreaseExpiry)
        tokensPerMinuteLimit = row.tolerated(.tokensPerMinuteLimit)
        requestsPerMinuteLimit = row.tolerated(.requestsPerMinuteLimit)
    }
}

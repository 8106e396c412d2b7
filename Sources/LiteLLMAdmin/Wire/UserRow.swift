/// A user as `/user/list` and `/v2/user/info` write it; only what is used, and only the id has to be there.
public struct UserRow: Decodable, Sendable {
    /// The user under which LiteLLM keeps the budget of the proxy as a whole.
    public static let proxyBudgetID = "litellm-proxy-budget"

    /// Any text; where people sign in by themselves often their e-mail address.
    public let userID: String
    public let alias: String?
    public let spend: Double?
    /// RFC 3339.
    public let createdAt: String?
    public let maxBudget: Presence<Double>
    public let budgetDuration: String?
    public let budgetResetAt: String?
    public let tokensPerMinuteLimit: Int?
    public let requestsPerMinuteLimit: Int?
    public let partialBudgets: PartialBudgetRows
    public let metadata: MetadataRow?

    enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case alias = "user_alias"
        case spend
        case createdAt = "created_at"
        case maxBudget = "max_budget"
        case budgetDuration = "budget_duration"
        case budgetResetAt = "budget_reset_at"
        case tokensPerMinuteLimit = "tpm_limit"
        case requestsPerMinuteLimit = "rpm_limit"
        case metadata
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        userID = try row.decode(String.self, forKey: .userID)
        alias = row.tolerated(.alias)
        spend = row.finite(.spend)
        createdAt = row.tolerated(.createdAt)
        maxBudget = row.presence(.maxBudget)
        budgetDuration = row.tolerated(.budgetDuration)
        budgetResetAt = row.tolerated(.budgetResetAt)
        tokensPerMinuteLimit = row.tolerated(.tokensPerMinuteLimit)
        requestsPerMinuteLimit = row.tolerated(.requestsPerMinuteLimit)
        partialBudgets = try PartialBudgetRows(from: decoder)
        metadata = row.tolerated(.metadata)
    }
}

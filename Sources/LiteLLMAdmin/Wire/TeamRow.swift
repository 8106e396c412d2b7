/// A team as the lists and `/team/info` write it; only what is used, and only the id has to be there.
public struct TeamRow: Decodable, Sendable {
    public let teamID: String
    public let alias: String?
    public let organizationID: String?
    public let spend: Double?
    /// RFC 3339.
    public let createdAt: String?
    public let maxBudget: Presence<Double>
    public let softBudget: Double?
    public let budgetDuration: String?
    /// RFC 3339, in the past while LiteLLM's reset job is late.
    public let budgetResetAt: String?
    public let isBlocked: Bool?
    public let tokensPerMinuteLimit: Int?
    public let requestsPerMinuteLimit: Int?
    public let membersCount: Int?
    /// In lists only.
    public let keysCount: Int?
    public let partialBudgets: PartialBudgetRows
    public let metadata: MetadataRow?

    private struct Member: Decodable {}

    enum CodingKeys: String, CodingKey {
        case teamID = "team_id"
        case alias = "team_alias"
        case organizationID = "organization_id"
        case spend
        case createdAt = "created_at"
        case maxBudget = "max_budget"
        case softBudget = "soft_budget"
        case budgetDuration = "budget_duration"
        case budgetResetAt = "budget_reset_at"
        case isBlocked = "blocked"
        case tokensPerMinuteLimit = "tpm_limit"
        case requestsPerMinuteLimit = "rpm_limit"
        case membersCount = "members_count"
        case members = "members_with_roles"
        case keysCount = "keys_count"
        case metadata
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        teamID = try row.decode(String.self, forKey: .teamID)
        alias = row.tolerated(.alias)
        organizationID = row.tolerated(.organizationID)
        spend = row.finite(.spend)
        createdAt = row.tolerated(.createdAt)
        maxBudget = row.presence(.maxBudget)
        softBudget = row.finite(.softBudget)
        budgetDuration = row.tolerated(.budgetDuration)
        budgetResetAt = row.tolerated(.budgetResetAt)
        isBlocked = row.tolerated(.isBlocked)
        tokensPerMinuteLimit = row.tolerated(.tokensPerMinuteLimit)
        requestsPerMinuteLimit = row.tolerated(.requestsPerMinuteLimit)
        // Proxies before LiteLLM 1.82 list the members without counting them.
        membersCount = row.tolerated(.membersCount) ?? row.tolerated(.members, as: [Lossy<Member>].self)?.count
        keysCount = row.tolerated(.keysCount)
        partialBudgets = try PartialBudgetRows(from: decoder)
        metadata = row.tolerated(.metadata)
    }
}

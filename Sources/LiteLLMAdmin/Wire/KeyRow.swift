/// A virtual key as `/key/list` and `/key/info` write it; only what is used, and any member may be missing.
public struct KeyRow: Decodable, Sendable {
    /// SHA-256 of the key; in lists only.
    public let token: String?
    public let alias: String?
    public let teamID: String?
    public let userID: String?
    public let organizationID: String?
    public let spend: Double?
    /// Of all budget periods; newer proxies have it, from 0 on at the upgrade.
    public let totalSpend: Double?
    /// RFC 3339.
    public let createdAt: String?
    /// The key's own limit; where it is null the shared budget row's counts.
    public let maxBudget: Presence<Double>
    public let budgetDuration: String?
    public let budgetResetAt: String?
    /// The budget row that the key shares with others.
    public let sharedBudget: Presence<BudgetRow>
    /// Whether the answer tells if there is such a row. Lists of proxies before LiteLLM 1.90 do not, and write null.
    public let tellsSharedBudget: Bool
    /// Null means not blocked, but only where the member is there.
    public let isBlocked: Presence<Bool>
    public let expires: String?
    public let tokensPerMinuteLimit: Int?
    public let requestsPerMinuteLimit: Int?
    public let partialBudgets: PartialBudgetRows
    public let metadata: MetadataRow?
    /// In `/key/info` only; a deleted key answers 200 with `deleted`.
    public let status: String?

    enum CodingKeys: String, CodingKey {
        case token
        case alias = "key_alias"
        case teamID = "team_id"
        case userID = "user_id"
        case organizationID = "organization_id"
        case organizationIDInLists = "org_id"
        case spend
        case totalSpend = "total_spend"
        case createdAt = "created_at"
        case maxBudget = "max_budget"
        case budgetDuration = "budget_duration"
        case budgetResetAt = "budget_reset_at"
        case sharedBudget = "litellm_budget_table"
        case sharedBudgetID = "budget_id"
        case isBlocked = "blocked"
        case expires
        case tokensPerMinuteLimit = "tpm_limit"
        case requestsPerMinuteLimit = "rpm_limit"
        case metadata
        case status
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        token = row.tolerated(.token)
        alias = row.tolerated(.alias)
        teamID = row.tolerated(.teamID)
        userID = row.tolerated(.userID)
        organizationID = row.tolerated(.organizationIDInLists) ?? row.tolerated(.organizationID)
        spend = row.finite(.spend)
        totalSpend = row.finite(.totalSpend)
        createdAt = row.tolerated(.createdAt)
        maxBudget = row.presence(.maxBudget)
        budgetDuration = row.tolerated(.budgetDuration)
        budgetResetAt = row.tolerated(.budgetResetAt)
        sharedBudget = row.presence(.sharedBudget)
        let isWrittenAsNull = (try? row.decodeNil(forKey: .sharedBudget)) == true
        tellsSharedBudget = !isWrittenAsNull || row.contains(.sharedBudgetID)
        if let blocked = row.tolerated(.isBlocked, as: Bool.self) {
            isBlocked = .value(blocked)
        } else if row.contains(.isBlocked) {
            isBlocked = (try? row.decodeNil(forKey: .isBlocked)) == true ? .null : .unreadable
        } else {
            isBlocked = .missing
        }
        expires = row.tolerated(.expires)
        tokensPerMinuteLimit = row.tolerated(.tokensPerMinuteLimit)
        requestsPerMinuteLimit = row.tolerated(.requestsPerMinuteLimit)
        partialBudgets = try PartialBudgetRows(from: decoder)
        metadata = row.tolerated(.metadata)
        status = row.tolerated(.status)
    }
}

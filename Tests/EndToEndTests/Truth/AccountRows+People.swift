extension AccountRows {
    /// A user; also the proxy, whose budget LiteLLM keeps as one of a user.
    struct User: Decodable, Equatable, Sendable {
        let userID: String
        let hashedID: String
        let spend: Double
        let limit: Double?
        let duration: String?
        let resetsAt: Double?
        let tokensPerMinute: Int?
        let requestsPerMinute: Int?
    }

    struct Customer: Decodable, Equatable, Sendable {
        let customerID: String
        let hashedID: String
        let spend: Double
        let isBlocked: Bool
        /// Without a row of its own a default of the proxy may hold, which LiteLLM does not tell.
        let hasBudget: Bool
        let limit: Double?
        let softLimit: Double?
        let duration: String?
        let resetsAt: Double?
        let tokensPerMinute: Int?
        let requestsPerMinute: Int?
    }

    struct Member: Decodable, Equatable, Sendable {
        let teamID: String
        let userID: String
        let hashedID: String
        let spend: Double
        /// Of the budget that the membership is linked to, which is a row of its own or the team's default.
        let isLinked: Bool
        let linksToDefault: Bool
        let linkedLimit: Double?
        let increase: Double?
        let linkedSoftLimit: Double?
        let duration: String?
        let resetsAt: Double?
        let linkedTokensPerMinute: Int?
        let linkedRequestsPerMinute: Int?
        /// Of the team's default for members.
        let sharedLimit: Double?
        let sharedSoftLimit: Double?
        let sharedTokensPerMinute: Int?
        let sharedRequestsPerMinute: Int?

        /// What LiteLLM refuses by: the limit of the linked row, a zero too, else the team's default unless it is zero.
        var limit: Double? {
            (linkedLimit ?? sharedLimit.flatMap { $0 > 0 ? $0 : nil }).map { $0 + (increase ?? 0) }
        }
        var softLimit: Double? { linkedSoftLimit ?? (linkedLimit == nil ? sharedSoftLimit : nil) }
        var tokensPerMinute: Int? { linkedTokensPerMinute ?? sharedTokensPerMinute }
        var requestsPerMinute: Int? { linkedRequestsPerMinute ?? sharedRequestsPerMinute }
    }

    static let userQuery = """
        SELECT user_id AS "userID", \(hashed("user_id")) AS "hashedID", spend, max_budget AS "limit",
            budget_duration AS "duration", extract(epoch FROM budget_reset_at)::float8 AS "resetsAt",
            tpm_limit AS "tokensPerMinute", rpm_limit AS "requestsPerMinute"
        FROM "LiteLLM_UserTable" ORDER BY user_id
        """

    static let customerQuery = """
        SELECT user_id AS "customerID", \(hashed("user_id")) AS "hashedID", spend, blocked AS "isBlocked",
            b.budget_id IS NOT NULL AS "hasBudget", max_budget AS "limit", soft_budget AS "softLimit",
            budget_duration AS "duration", extract(epoch FROM budget_reset_at)::float8 AS "resetsAt",
            tpm_limit AS "tokensPerMinute", rpm_limit AS "requestsPerMinute"
        FROM "LiteLLM_EndUserTable" LEFT JOIN "LiteLLM_BudgetTable" b USING (budget_id) ORDER BY user_id
        """

    static let memberQuery = """
        SELECT m.team_id AS "teamID", m.user_id AS "userID", \(hashed("m.user_id")) AS "hashedID", m.spend,
            own.budget_id IS NOT NULL AS "isLinked", coalesce(own.budget_id = shared.budget_id, false) AS "linksToDefault",
            own.max_budget AS "linkedLimit", own.soft_budget AS "linkedSoftLimit", own.budget_duration AS "duration",
            CASE WHEN own.temp_budget_expiry > now() AT TIME ZONE 'UTC' THEN own.temp_budget_increase END AS increase,
            extract(epoch FROM own.budget_reset_at)::float8 AS "resetsAt",
            own.tpm_limit AS "linkedTokensPerMinute", own.rpm_limit AS "linkedRequestsPerMinute",
            shared.max_budget AS "sharedLimit", shared.soft_budget AS "sharedSoftLimit",
            shared.tpm_limit AS "sharedTokensPerMinute", shared.rpm_limit AS "sharedRequestsPerMinute"
        FROM "LiteLLM_TeamMembership" m JOIN "LiteLLM_TeamTable" t USING (team_id)
            LEFT JOIN "LiteLLM_BudgetTable" own ON own.budget_id = m.budget_id
            LEFT JOIN "LiteLLM_BudgetTable" shared ON shared.budget_id = t.metadata->>'team_member_budget_id'
        ORDER BY 1, 2
        """
}

/// The teams and keys of the database, with what LiteLLM makes of them worked out in SQL: a second opinion on the
/// exporter's own reading.
struct AccountRows: Equatable, Sendable {
    struct Team: Decodable, Equatable, Sendable {
        let teamID: String
        let teamAlias: String?
        let organizationID: String?
        let spend: Double
        let limit: Double?
        let softLimit: Double?
        let duration: String?
        let resetsAt: Double?
        let isBlocked: Bool
        let tokensPerMinute: Int?
        let requestsPerMinute: Int?
        let members: Int
        let keys: Int
    }

    struct Key: Decodable, Equatable, Sendable {
        let token: String
        let keyAlias: String?
        let teamID: String?
        let userID: String?
        let organizationID: String?
        let spend: Double
        let ownLimit: Double?
        let sharedLimit: Double?
        let increase: Double?
        let softLimit: Double?
        let duration: String?
        let resetsAt: Double?
        let isBlocked: Bool
        let tokensPerMinute: Int?
        let requestsPerMinute: Int?
        let expiresAt: Double?

        /// The key's own limit counts before the one it shares, and a temporary increase raises either.
        var limit: Double? { (ownLimit ?? sharedLimit).map { $0 + (increase ?? 0) } }
    }

    var teams: [Team]
    var keys: [Key]

    init(_ database: Database) async throws {
        teams = try await database.rows(Self.teamQuery)
        keys = try await database.rows(Self.keyQuery)
    }

    private static let teamQuery = """
        SELECT team_id AS "teamID", team_alias AS "teamAlias", organization_id AS "organizationID", spend,
            max_budget AS "limit", soft_budget AS "softLimit", budget_duration AS "duration",
            extract(epoch FROM budget_reset_at)::float8 AS "resetsAt", blocked AS "isBlocked",
            tpm_limit AS "tokensPerMinute", rpm_limit AS "requestsPerMinute",
            CASE WHEN jsonb_typeof(members_with_roles) = 'array' THEN jsonb_array_length(members_with_roles) ELSE 0 END
                AS members,
            (SELECT count(*) FROM "LiteLLM_VerificationToken" k WHERE k.team_id = t.team_id) AS keys
        FROM "LiteLLM_TeamTable" t ORDER BY team_id
        """

    /// Without the sessions of LiteLLM's own pages, which it does not list.
    private static let keyQuery = """
        SELECT token, key_alias AS "keyAlias", team_id AS "teamID", user_id AS "userID",
            organization_id AS "organizationID", k.spend, k.max_budget AS "ownLimit", b.max_budget AS "sharedLimit",
            b.soft_budget AS "softLimit",
            CASE WHEN (k.metadata->>'temp_budget_expiry')::timestamptz > now()
                THEN (k.metadata->>'temp_budget_increase')::float8 END AS increase,
            CASE WHEN k.budget_duration IS NULL THEN b.budget_duration ELSE k.budget_duration END AS "duration",
            extract(epoch FROM CASE WHEN k.budget_duration IS NULL THEN b.budget_reset_at ELSE k.budget_reset_at END)
                ::float8 AS "resetsAt",
            coalesce(k.blocked, false) AS "isBlocked", k.tpm_limit AS "tokensPerMinute",
            k.rpm_limit AS "requestsPerMinute", extract(epoch FROM k.expires)::float8 AS "expiresAt"
        FROM "LiteLLM_VerificationToken" k LEFT JOIN "LiteLLM_BudgetTable" b USING (budget_id)
        WHERE team_id IS DISTINCT FROM 'litellm-dashboard' ORDER BY token
        """
}

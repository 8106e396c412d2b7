/// The teams and keys of the database, with what LiteLLM makes of them worked out in SQL: a second opinion on the
/// exporter's own reading.
struct AccountRows: Equatable, Sendable {
    struct Team: Decodable, Equatable, Sendable {
        let team_id: String
        let team_alias: String?
        let organization_id: String?
        let spend: Double
        let max_budget: Double?
        let soft_budget: Double?
        let budget_duration: String?
        let resets_at: Double?
        let blocked: Bool
        let tpm_limit: Int?
        let rpm_limit: Int?
        let members: Int
        let keys: Int
    }

    struct Key: Decodable, Equatable, Sendable {
        let token: String
        let key_alias: String?
        let team_id: String?
        let user_id: String?
        let organization_id: String?
        let spend: Double
        let own_limit: Double?
        let shared_limit: Double?
        let increase: Double?
        let soft_budget: Double?
        let budget_duration: String?
        let resets_at: Double?
        let blocked: Bool
        let tpm_limit: Int?
        let rpm_limit: Int?
        let expires_at: Double?

        /// The key's own limit counts before the one it shares, and a temporary increase raises either.
        var limit: Double? { (own_limit ?? shared_limit).map { $0 + (increase ?? 0) } }
    }

    var teams: [Team]
    var keys: [Key]

    init(_ database: Database) async throws {
        teams = try await database.rows(Self.teamQuery)
        keys = try await database.rows(Self.keyQuery)
    }

    private static let teamQuery = """
        SELECT team_id, team_alias, organization_id, spend, max_budget, soft_budget, budget_duration,
            extract(epoch FROM budget_reset_at)::float8 AS resets_at, blocked, tpm_limit, rpm_limit,
            CASE WHEN jsonb_typeof(members_with_roles) = 'array' THEN jsonb_array_length(members_with_roles) ELSE 0 END
                AS members,
            (SELECT count(*) FROM "LiteLLM_VerificationToken" k WHERE k.team_id = t.team_id) AS keys
        FROM "LiteLLM_TeamTable" t ORDER BY team_id
        """

    /// Without the sessions of LiteLLM's own pages, which it does not list.
    private static let keyQuery = """
        SELECT token, key_alias, team_id, user_id, organization_id, k.spend, k.max_budget AS own_limit,
            b.max_budget AS shared_limit, b.soft_budget,
            CASE WHEN (k.metadata->>'temp_budget_expiry')::timestamptz > now()
                THEN (k.metadata->>'temp_budget_increase')::float8 END AS increase,
            CASE WHEN k.budget_duration IS NULL THEN b.budget_duration ELSE k.budget_duration END AS budget_duration,
            extract(epoch FROM CASE WHEN k.budget_duration IS NULL THEN b.budget_reset_at ELSE k.budget_reset_at END)
                ::float8 AS resets_at,
            coalesce(k.blocked, false) AS blocked, k.tpm_limit, k.rpm_limit,
            extract(epoch FROM k.expires)::float8 AS expires_at
        FROM "LiteLLM_VerificationToken" k LEFT JOIN "LiteLLM_BudgetTable" b USING (budget_id)
        WHERE team_id IS DISTINCT FROM 'litellm-dashboard' ORDER BY token
        """
}

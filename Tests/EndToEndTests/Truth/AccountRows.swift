/// The accounts of the database, with what LiteLLM makes of them worked out in SQL: a second opinion on the exporter's
/// own reading.
struct AccountRows: Equatable, Sendable {
    /// One of several budgets that run at the same time.
    struct Window: Decodable, Equatable, Sendable {
        let duration: String
        let limit: Double
        let resetsAt: Double?
        /// Nil where it is not told: of teams never, of keys only one by one.
        var spend: Double?
    }

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
        let windows: [Window]
    }

    struct Key: Decodable, Equatable, Sendable {
        let token: String
        let keyAlias: String?
        let teamID: String?
        let userID: String?
        /// The id, or what stands for one that holds an `@`.
        let hashedUserID: String?
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
        var windows: [Window]

        /// The key's own limit counts before the one it shares, and a temporary increase raises either.
        var limit: Double? { (ownLimit ?? sharedLimit).map { $0 + (increase ?? 0) } }
    }

    var teams: [Team]
    var keys: [Key]
    var members: [Member]
    /// Without the one that is the proxy.
    var users: [User]
    var customers: [Customer]
    /// The budget of the proxy as a whole.
    var proxy: User?

    /// All that there is.
    init(_ database: Database) async throws {
        teams = try await database.rows(Self.teamQuery)
        keys = try await database.rows(Self.keyQuery)
        members = try await database.rows(Self.memberQuery)
        users = try await database.rows(Self.userQuery)
        customers = try await database.rows(Self.customerQuery)
        let proxyBudget = users.firstIndex { $0.userID == "litellm-proxy-budget" }
        proxy = proxyBudget.map { users.remove(at: $0) }
    }

    /// What keys have spent in their windows.
    var windowSpends: [[Window]] { keys.map(\.windows) }

    /// Forgets what only the exporter's lists of these kinds tell.
    func withoutUsersAndCustomers() -> AccountRows {
        var rows = self
        rows.users = []
        rows.customers = []
        return rows
    }

    /// Forgets what is only told of accounts one by one.
    func withoutDetails() -> AccountRows {
        var rows = self
        rows.members = []
        for key in rows.keys.indices {
            for window in rows.keys[key].windows.indices { rows.keys[key].windows[window].spend = nil }
        }
        return rows
    }

    private static let teamQuery = """
        SELECT team_id AS "teamID", team_alias AS "teamAlias", organization_id AS "organizationID", spend,
            max_budget AS "limit", soft_budget AS "softLimit", budget_duration AS "duration",
            extract(epoch FROM budget_reset_at)::float8 AS "resetsAt", blocked AS "isBlocked",
            tpm_limit AS "tokensPerMinute", rpm_limit AS "requestsPerMinute",
            CASE WHEN jsonb_typeof(members_with_roles) = 'array' THEN jsonb_array_length(members_with_roles) ELSE 0 END
                AS members,
            (SELECT count(*) FROM "LiteLLM_VerificationToken" k WHERE k.team_id = t.team_id) AS keys,
            \(windows(spend: "NULL")) AS windows
        FROM "LiteLLM_TeamTable" t ORDER BY team_id
        """

    /// Without the sessions of LiteLLM's own pages, which it does not list.
    private static let keyQuery = """
        SELECT token, key_alias AS "keyAlias", team_id AS "teamID", user_id AS "userID",
            \(hashed("user_id")) AS "hashedUserID",
            organization_id AS "organizationID", k.spend, k.max_budget AS "ownLimit", b.max_budget AS "sharedLimit",
            b.soft_budget AS "softLimit",
            CASE WHEN (k.metadata->>'temp_budget_expiry')::timestamptz > now()
                THEN (k.metadata->>'temp_budget_increase')::float8 END AS increase,
            CASE WHEN k.budget_duration IS NULL THEN b.budget_duration ELSE k.budget_duration END AS "duration",
            extract(epoch FROM CASE WHEN k.budget_duration IS NULL THEN b.budget_reset_at ELSE k.budget_reset_at END)
                ::float8 AS "resetsAt",
            coalesce(k.blocked, false) AS "isBlocked", k.tpm_limit AS "tokensPerMinute",
            k.rpm_limit AS "requestsPerMinute", extract(epoch FROM k.expires)::float8 AS "expiresAt",
            \(windows(spend: keyWindowSpend)) AS windows
        FROM "LiteLLM_VerificationToken" k LEFT JOIN "LiteLLM_BudgetTable" b USING (budget_id)
        WHERE team_id IS DISTINCT FROM 'litellm-dashboard' ORDER BY token
        """

    /// LiteLLM tells it in whole hundredths of a cent.
    private static let keyWindowSpend = """
        round(coalesce((SELECT s.spend FROM "LiteLLM_BudgetWindowSpend" s WHERE s.entity_type = 'key'
            AND s.entity_id = k.token AND s.window_duration = w->>'budget_duration'), 0)::numeric, 4)::float8
        """

    private static func windows(spend: String) -> String {
        """
        (SELECT coalesce(json_agg(json_build_object('duration', w->>'budget_duration',
            'limit', (w->>'max_budget')::float8, 'spend', \(spend),
            'resetsAt', extract(epoch FROM (w->>'reset_at')::timestamptz)::float8)), '[]')
            FROM jsonb_array_elements(CASE WHEN jsonb_typeof(budget_limits) = 'array' THEN budget_limits ELSE '[]' END) w)
        """
    }

    /// An id as it is shown where e-mail addresses are not.
    static func hashed(_ column: String) -> String {
        """
        CASE WHEN \(column) LIKE '%@%' OR \(column) LIKE 'sha256:%'
            THEN 'sha256:' || left(encode(sha256(convert_to(\(column), 'UTF8')), 'hex'), 16) ELSE \(column) END
        """
    }
}

/// A key as JSON. Each endpoint has its own members, order and format of dates.
struct KeyObject {
    private let key: SimulatedKey
    private let call: Call

    init(_ key: SimulatedKey, _ call: Call) {
        self.key = key
        self.call = call
    }

    /// A row of `/key/list?return_full_object=true`, with the many members that are always null there.
    func listed(_ database: Database) -> JSONObject {
        var object = row(database, zone: .z)
        object.set(null: "team_spend", "team_alias", "team_tpm_limit", "team_rpm_limit", "team_tpd_limit")
        object.set(null: "team_max_budget", "team_soft_budget", "team_model_max_budget")
        object.set(emptyArray: "team_models")
        object.set("team_blocked", false)
        object.set(null: "soft_budget", "team_model_aliases", "team_member", "team_metadata")
        object.set(null: "team_object_permission_id", "team_member_spend", "team_member_tpm_limit")
        object.set(null: "team_member_rpm_limit", "end_user_id", "end_user_tpm_limit", "end_user_rpm_limit")
        object.set(null: "end_user_tpd_limit", "end_user_max_budget", "end_user_model_max_budget")
        object.set(null: "organization_alias", "organization_max_budget", "organization_tpm_limit")
        object.set(null: "organization_rpm_limit", "organization_metadata", "project_alias", "project_metadata")
        object.set(null: "last_refreshed_at", "api_key", "user_role", "allowed_model_region", "parent_otel_span")
        object.set(null: "rpm_limit_per_model", "tpm_limit_per_model", "user_tpm_limit", "user_rpm_limit")
        object.set(null: "user_email", "user_spend", "user_max_budget", "user_model_max_budget", "request_route")
        object.set("is_session_token", false)
        object.set(null: "user", "created_by_user", "end_user_object_permission", "team_object_permission")
        object.set(null: "jwt_claims")
        return object
    }

    /// A row of the archive: with its token in `/key/list?status=deleted`, without in `/key/info`.
    func archived(_ database: Database, deletedAt time: Double, zone: DateText.Zone) -> JSONObject {
        var object = row(database, zone: zone, showsToken: zone == .z)
        object.set("organization_id", key.organizationID)
        object.set(archivedAt: time, row: key.token, zone: zone)
        return object
    }

    /// The `info` of `/key/info`, without its closing members.
    func detailed(_ database: Database) -> JSONObject {
        var object = JSONObject(omitting: call.settings.omittedMembers)
        setDatabaseRow(&object, sharedBudget(database, .offset), zone: .offset, expires: .offset)
        return object
    }

    /// An element of the `keys` of `/team/info`: the database's row, token included.
    func inTeam(_ database: Database) -> JSONObject {
        inTeam(sharedBudget: sharedBudget(database, .z), expires: .offset)
    }

    /// An element of the `keys` of `/team/list`, which never has the shared budget.
    var inUnpagedList: JSONObject { inTeam(sharedBudget: nil, expires: .z) }

    private func inTeam(sharedBudget: JSONObject?, expires: DateText.Zone) -> JSONObject {
        var object = JSONObject(omitting: call.settings.omittedMembers)
        object.set("token", key.token)
        setDatabaseRow(&object, sharedBudget, zone: .z, expires: expires)
        return object
    }

    private func row(_ database: Database, zone: DateText.Zone, showsToken: Bool = true) -> JSONObject {
        var object = JSONObject(omitting: call.settings.omittedMembers)
        if showsToken { object.set("token", key.token) }
        object.set("key_name", key.name)
        object.set("key_alias", key.alias)
        object.setSpend(key.spend, call.distortion)
        object.set("total_spend", key.totalSpend)
        object.setMoney("max_budget", key.maxBudget, call.distortion)
        object.set("expires", DateText(key.expires, zone))
        object.set(emptyArray: "models")
        object.set(emptyObject: "aliases", "config")
        object.set("user_id", key.userID)
        object.set("team_id", key.teamID)
        object.set(null: "agent_id", "project_id", "max_parallel_requests")
        object.set("metadata", JSONValue.object(key.metadata))
        setLimits(&object)
        object.set("budget_duration", key.budgetDuration)
        object.setDate("budget_reset_at", key.budgetResetAt, zone, call.distortion)
        object.set(emptyArray: "allowed_cache_controls")
        object.set("allowed_routes", key.allowedRoutes)
        object.set("key_type", "default")
        object.set(emptyObject: "permissions", "model_spend")
        object.set("model_max_budget", ModelBudgetObjects.keyLimits(key.modelBudgets))
        object.set(emptyObject: "budget_fallbacks")
        object.set("soft_budget_cooldown", false)
        object.setFlag("blocked", key.isBlocked, call.distortion)
        object.set("litellm_budget_table", sharedBudget(database, zone))
        object.set("budget_id", key.budgetID)
        object.set("org_id", key.organizationID)
        setHistory(&object, zone)
        object.set(null: "object_permission_id", "object_permission")
        object.set(emptyArray: "access_group_ids")
        setRotation(&object)
        object.set(emptyObject: "router_settings")
        object.set("budget_limits", windows)
        return object
    }

    private func setDatabaseRow(
        _ object: inout JSONObject, _ sharedBudget: JSONObject?, zone: DateText.Zone, expires expiresZone: DateText.Zone
    ) {
        object.set("key_name", key.name)
        object.set("key_alias", key.alias)
        object.set("soft_budget_cooldown", false)
        object.setSpend(key.spend, call.distortion)
        object.set("total_spend", key.totalSpend)
        object.set("expires", DateText(key.expires, expiresZone))
        object.set(emptyArray: "models")
        object.set(emptyObject: "aliases", "config", "router_settings")
        object.set("user_id", key.userID)
        object.set("team_id", key.teamID)
        object.set(null: "agent_id", "project_id")
        object.set(emptyObject: "permissions")
        object.set(null: "max_parallel_requests")
        object.set("metadata", JSONValue.object(key.metadata))
        object.setFlag("blocked", key.isBlocked, call.distortion)
        setLimits(&object)
        object.setMoney("max_budget", key.maxBudget, call.distortion)
        object.set("budget_duration", key.budgetDuration)
        object.setDate("budget_reset_at", key.budgetResetAt, zone, call.distortion)
        object.set(emptyArray: "allowed_cache_controls")
        object.set("allowed_routes", key.allowedRoutes)
        object.set("key_type", "default")
        object.set(emptyArray: "policies", "access_group_ids")
        object.set(emptyObject: "model_spend")
        object.set("model_max_budget", ModelBudgetObjects.keyLimits(key.modelBudgets))
        object.set(emptyObject: "budget_fallbacks")
        object.set("budget_id", key.budgetID)
        object.set("organization_id", key.organizationID)
        object.set(null: "object_permission_id")
        setHistory(&object, zone)
        setRotation(&object)
        object.set("budget_limits", windows)
        object.set("litellm_budget_table", sharedBudget)
        object.set(null: "litellm_organization_table", "litellm_project_table", "object_permission")
        object.set(null: "jwt_key_mappings")
    }

    private func setLimits(_ object: inout JSONObject) {
        object.set("tpm_limit", key.tokensPerMinute)
        object.set("rpm_limit", key.requestsPerMinute)
        object.set(null: "tpd_limit")
    }

    private func setHistory(_ object: inout JSONObject, _ zone: DateText.Zone) {
        object.set("created_at", DateText(key.createdAt, zone))
        object.set("created_by", "default_user_id")
        object.set("updated_at", DateText(key.updatedAt, zone))
        object.set("updated_by", "default_user_id")
        object.set(null: "settings_updated_at")
        object.set("last_active", DateText(key.lastActive, zone))
    }

    private func setRotation(_ object: inout JSONObject) {
        object.set("rotation_count", 0)
        object.set("auto_rotate", false)
        object.set(null: "rotation_interval", "last_rotation_at", "key_rotation_at")
    }

    private func sharedBudget(_ database: Database, _ zone: DateText.Zone) -> JSONObject? {
        key.budgetID.flatMap { database.budgets[$0] }.map {
            SharedBudgetObject($0, zone: zone, distortion: call.distortion).full
        }
    }

    /// Stored JSON, which LiteLLM hands on as it is.
    private var windows: [JSONObject]? {
        if key.budgetLimits.isEmpty { return nil }
        return key.budgetLimits.map { window in
            var object = JSONObject()
            object.set("reset_at", DateText(window.resetAt, .offset))
            object.set("max_budget", window.maxBudget)
            object.set("budget_duration", window.duration)
            return object
        }
    }
}

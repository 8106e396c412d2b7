/// A user as JSON.
struct UserObject {
    private let user: SimulatedUser
    private let call: Call

    init(_ user: SimulatedUser, _ call: Call) {
        self.user = user
        self.call = call
    }

    /// A row of `/user/list`.
    func listed(teamIDs: [String], keyCount: Int) -> JSONObject {
        var object = JSONObject(omitting: call.settings.omittedMembers)
        object.set("user_id", user.id)
        object.set("user_alias", user.alias)
        object.set(null: "team_id", "sso_user_id", "organization_id", "object_permission_id")
        object.set(null: "password_reset_required", "last_breach_check_at")
        object.set("teams", teamIDs)
        object.set("user_role", user.role?.rawValue)
        object.setMoney("max_budget", user.maxBudget, call.distortion)
        object.setSpend(user.spend, call.distortion)
        object.set("user_email", user.email)
        object.set(emptyArray: "models")
        object.set("metadata", JSONValue.object(user.metadata))
        object.set(null: "max_parallel_requests")
        setPeriod(&object)
        object.set(emptyArray: "allowed_cache_controls", "policies")
        object.set(emptyObject: "model_spend")
        object.set("model_max_budget", ModelBudgetObjects.keyLimits(user.modelBudgets))
        setHistory(&object)
        object.set(null: "organization_memberships", "object_permission")
        object.set("key_count", keyCount)
        return object
    }

    /// The whole answer of `/v2/user/info`.
    func detailed(teamIDs: [String]) -> JSONObject {
        var object = JSONObject(omitting: call.settings.omittedMembers)
        object.set("user_id", user.id)
        object.set("user_email", user.email)
        object.set("user_alias", user.alias)
        object.set("user_role", user.role?.rawValue)
        object.setSpend(user.spend, call.distortion)
        object.setMoney("max_budget", user.maxBudget, call.distortion)
        object.set("tpm_limit", user.tokensPerMinute)
        object.set("rpm_limit", user.requestsPerMinute)
        object.set(emptyArray: "models")
        object.set("budget_duration", user.budgetDuration)
        object.setDate("budget_reset_at", user.budgetResetAt, .z, call.distortion)
        object.set("metadata", JSONValue.object(user.metadata))
        setHistory(&object)
        object.set(null: "sso_user_id")
        object.set("teams", teamIDs)
        object.set(null: "object_permission")
        object.set("model_max_budget", ModelBudgetObjects.keyLimits(user.modelBudgets))
        object.set("model_max_budget_usage", ModelBudgetObjects.usage(user.modelBudgets, at: call.now))
        return object
    }

    private func setPeriod(_ object: inout JSONObject) {
        object.set("tpm_limit", user.tokensPerMinute)
        object.set("rpm_limit", user.requestsPerMinute)
        object.set("budget_duration", user.budgetDuration)
        object.setDate("budget_reset_at", user.budgetResetAt, .z, call.distortion)
    }

    private func setHistory(_ object: inout JSONObject) {
        object.set("created_at", DateText(user.createdAt))
        object.set("updated_at", DateText(user.updatedAt))
    }
}

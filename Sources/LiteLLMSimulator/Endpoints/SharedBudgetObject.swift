/// A row of the budget table as JSON.
struct SharedBudgetObject {
    private let budget: SharedBudget
    private let zone: DateText.Zone
    private let distortion: Fault.Distortion?

    init(_ budget: SharedBudget, zone: DateText.Zone = .z, distortion: Fault.Distortion? = nil) {
        self.budget = budget
        self.zone = zone
        self.distortion = distortion
    }

    /// All columns and (always null) relations, as `/budget/list` has it and keys nest it.
    var full: JSONObject {
        var object = JSONObject()
        object.set("budget_id", budget.id)
        object.setMoney("max_budget", budget.maxBudget, distortion)
        object.set("soft_budget", budget.softBudget)
        setLimits(&object)
        object.set("budget_duration", budget.duration)
        object.setDate("budget_reset_at", budget.resetAt, zone, distortion)
        setIncrease(&object)
        object.set("created_at", DateText(budget.createdAt, zone))
        object.set("created_by", "default_user_id")
        object.set("updated_at", DateText(budget.updatedAt, zone))
        object.set("updated_by", "default_user_id")
        object.set(
            null: "organization", "projects", "keys", "end_users", "tags", "model_access_groups", "team_membership",
            "organization_membership")
        return object
    }

    /// The columns that members' and customers' budgets show.
    var short: JSONObject {
        var object = limits
        object.setDate("budget_reset_at", budget.resetAt, zone, distortion)
        object.set("created_at", DateText(budget.createdAt, zone))
        return object
    }

    /// The columns that organisations' budgets show: no date.
    var limits: JSONObject {
        var object = JSONObject()
        object.set("budget_id", budget.id)
        object.set("soft_budget", budget.softBudget)
        object.setMoney("max_budget", budget.maxBudget, distortion)
        setLimits(&object)
        object.set("budget_duration", budget.duration)
        setIncrease(&object)
        return object
    }

    private func setLimits(_ object: inout JSONObject) {
        object.set(null: "max_parallel_requests")
        object.set("tpm_limit", budget.tokensPerMinute)
        object.set("rpm_limit", budget.requestsPerMinute)
        object.set(null: "tpd_limit", "model_max_budget")
    }

    private func setIncrease(_ object: inout JSONObject) {
        object.set(emptyArray: "allowed_models")
        object.set("temp_budget_increase", budget.temporaryIncrease)
        object.set("temp_budget_expiry", DateText(budget.temporaryIncreaseExpires, zone))
    }
}

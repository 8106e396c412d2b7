/// A row of the budget table as JSON.
struct SharedBudgetObject {
    private let budget: SharedBudget
    private let zone: DateText.Zone

    init(_ budget: SharedBudget, zone: DateText.Zone = .z) {
        self.budget = budget
        self.zone = zone
    }

    /// All columns and (always null) relations, as keys nest it.
    var full: JSONObject {
        var object = JSONObject()
        object.set("budget_id", budget.id)
        object.set("max_budget", budget.maxBudget)
        object.set("soft_budget", budget.softBudget)
        setLimits(&object)
        object.set("budget_duration", budget.duration)
        object.set("budget_reset_at", DateText(budget.resetAt, zone))
        setIncrease(&object)
        object.set("created_at", DateText(budget.createdAt, zone))
        object.set("created_by", "default_user_id")
        object.set("updated_at", DateText(budget.createdAt, zone))
        object.set("updated_by", "default_user_id")
        object.set(
            null: "organization", "projects", "keys", "end_users", "tags", "model_access_groups", "team_membership",
            "organization_membership")
        return object
    }

    /// The columns that members' budgets show.
    var short: JSONObject {
        var object = JSONObject()
        object.set("budget_id", budget.id)
        object.set("soft_budget", budget.softBudget)
        object.set("max_budget", budget.maxBudget)
        setLimits(&object)
        object.set("budget_duration", budget.duration)
        setIncrease(&object)
        object.set("budget_reset_at", DateText(budget.resetAt, zone))
        object.set("created_at", DateText(budget.createdAt, zone))
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

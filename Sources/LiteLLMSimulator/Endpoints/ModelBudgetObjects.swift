/// Budgets by model; keys and users spell their members in one way, teams in another.
enum ModelBudgetObjects {
    static func keyLimits(_ budgets: [ModelBudget]) -> JSONObject {
        object(budgets) { object, budget in
            object.set("budget_limit", budget.limit)
            object.set("time_period", budget.period)
        }
    }

    static func teamLimits(_ budgets: [ModelBudget]) -> JSONObject {
        object(budgets) { object, budget in
            object.set("max_budget", budget.limit)
            object.set("budget_duration", budget.period)
        }
    }

    /// Live usage, rounded to four decimals.
    static func usage(_ budgets: [ModelBudget], at time: Double) -> JSONObject {
        object(budgets) { object, budget in
            object.set("current_spend", rounded(budget.spend(at: time)))
            object.set("budget_limit", budget.limit)
            object.set("time_period", budget.period)
        }
    }

    static func rounded(_ spend: Double) -> Double { (spend * 10_000).rounded() / 10_000 }

    private static func object(_ budgets: [ModelBudget], _ members: (inout JSONObject, ModelBudget) -> Void)
        -> JSONObject
    {
        var models = JSONObject()
        for budget in budgets {
            var object = JSONObject()
            members(&object, budget)
            models.set(budget.model, object)
        }
        return models
    }
}

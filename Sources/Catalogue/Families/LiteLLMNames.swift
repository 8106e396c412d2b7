import Budgets
import Exposition
import Threading

/// The names that LiteLLM's own callback uses, with the same meaning and the right values, so that dashboards and rules
/// that people already have go on working.
enum LiteLLMNames {
    static let teams = families(
        one: "a team", remaining: "litellm_remaining_team_budget_metric", limit: "litellm_team_max_budget_metric",
        hours: "litellm_team_budget_remaining_hours_metric")

    static let keys = families(
        one: "a key", remaining: "litellm_remaining_api_key_budget_metric", limit: "litellm_api_key_max_budget_metric",
        hours: "litellm_api_key_budget_remaining_hours_metric")

    private static func families(
        one: String, remaining: String, limit: String, hours: String
    ) -> [AccountFamily] {
        [
            AccountFamily(
                .gauge(
                    remaining,
                    help:
                        "Remaining budget of \(one) in US dollars, under LiteLLM's own name; +Inf when there is no limit."
                ),
                .litellm, reads: [.spend, .budget]
            ) { account, _ in
                account.budget.limit == .unlimited ? .infinity : account.remaining?.amount
            },
            AccountFamily(
                .gauge(
                    limit,
                    help: "Budget limit of \(one) in US dollars, under LiteLLM's own name; absent when there is none."),
                .litellm, reads: .budget, coversUnlimited: false
            ) { account, _ in
                account.budget.limit.amount?.amount
            },
            AccountFamily(
                .gauge(
                    hours, unit: .hours,
                    help:
                        "Hours until LiteLLM resets the spend of \(one), under LiteLLM's own name, to the minute; negative"
                        + " while its reset job is late."),
                .litellm, reads: [.budget, .minute], coversUnlimited: false
            ) { account, minute in
                account.budget.resetsAt.map { ($0 - minute).seconds / 3600 }
            },
        ]
    }
}

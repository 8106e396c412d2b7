import Budgets
import Exposition
import Threading

/// The names that LiteLLM's own callback uses, with the same meaning and the right values, so that dashboards and rules
/// that people already have go on working.
enum LiteLLMNames {
    static let teams = families("team", one: "a team")
    static let keys = families("api_key", one: "a key")
    static let users = families("user", one: "a user")
    static let organizations = families("org", one: "an organisation")
    static let customers = families("customer", one: "a customer")
    static let providers = [remaining("litellm_provider_remaining_budget_metric", one: "a provider")]

    private static func families(_ word: String, one: String) -> [AccountFamily] {
        [
            remaining("litellm_remaining_\(word)_budget_metric", one: one),
            AccountFamily(
                .gauge(
                    "litellm_\(word)_max_budget_metric",
                    help: "Budget limit of \(one) in US dollars, under LiteLLM's own name; absent when there is none."),
                .litellm, reads: .budget, coversUnlimited: false,
                values: .one { account, _ in account.budget.limit.amount?.amount }),
            AccountFamily(
                .gauge(
                    "litellm_\(word)_budget_remaining_hours_metric", unit: .hours,
                    help:
                        "Hours until LiteLLM resets the spend of \(one), under LiteLLM's own name, to the minute; negative"
                        + " while its reset job is late."),
                .litellm, reads: [.budget, .minute], coversUnlimited: false,
                values: .one { account, minute in account.budget.resetsAt.map { ($0 - minute).seconds / 3600 } }),
        ]
    }

    /// Infinite only where nothing bounds the account: one with windows and no budget beside them is not unlimited.
    private static func remaining(_ name: String, one: String) -> AccountFamily {
        AccountFamily(
            .gauge(
                name,
                help: "Remaining budget of \(one) in US dollars, under LiteLLM's own name; +Inf when there is no limit."
            ),
            .litellm, reads: [.spend, .budget, .windows],
            values: .one { account, _ in
                account.isUnlimited ? .infinity : account.remaining?.amount
            })
    }
}

import Budgets
import Exposition
import Threading

/// What is shown of keys. A key without a limit of its own has only a few families: there are many of them, and what
/// bounds them is their team's budget.
enum KeyFamilies {
    private static let key = BudgetFamilies(.key, one: "a key", coversUnlimited: false)

    static let all: [AccountFamily] =
        [key.info] + key.budget + [key.softLimit, key.reset, key.blocked] + key.rateLimits + [
            .gauge(
                "litellm_key_expires_timestamp_seconds", unit: .seconds, reads: .settings,
                help: "When a key stops working, as Unix time; absent when it does not expire."
            ) { $0.expiresAt?.unixSeconds },
            .gauge(
                "litellm_key_headroom_usd", unit: .usd, reads: .headroom,
                help: "What a key can really still spend, in US dollars: the least that is left of its own budget and"
                    + " windows, its team's, its user's in that team (without a team, its user's), its organisation's and"
                    + " the proxy's. Members, users and organisations count where they are polled. May be negative; absent when"
                    + " none of them is limited, when the limit or the spend of one is unknown, and when the key's team is not"
                    + " watched or was not read yet."
            ) { $0.headroom?.amount },
        ] + key.modelBudgets + key.windows + [
            .windowGauge(
                "litellm_key_window_budget_spend_usd", unit: .usd,
                help: "Spend of a key in one of several windows that run at the same time, in US dollars. Absent while"
                    + " unknown."
            ) { $0.spend?.amount }
        ] + key.history
}

import Budgets
import Exposition
import Threading

/// What is shown of keys. A key without a limit of its own has only a few families: there are many of them, and what
/// bounds them is their team's budget.
enum KeyFamilies {
    static let all: [AccountFamily] =
        BudgetFamilies.all(prefix: "litellm_key_", one: "a key", coversUnlimited: false) + [
            .gauge(
                "litellm_key_expires_timestamp_seconds", unit: .seconds, reads: .settings,
                help: "When a key stops working, as Unix time; absent when it does not expire."
            ) { $0.expiresAt?.unixSeconds }
        ]
}

import Budgets
import Exposition
import Threading

/// The families that several kinds of account have, under the names of one kind.
///
/// Their numbers are polled, not asked for at the scrape: reading thousands of accounts from a proxy in front of a
/// database takes longer than a scrape may.
struct BudgetFamilies {
    private let prefix: String
    private let one: String
    private let coversUnlimited: Bool

    /// - Parameters:
    ///   - one: What help texts call an account, `a team`.
    ///   - coversUnlimited: Whether accounts without a limit have the families that say little without one. Not where
    ///     accounts are many and most of them unlimited.
    init(_ kind: AccountKind, one: String, coversUnlimited: Bool) {
        prefix = "litellm_\(kind.rawValue)_"
        self.one = one
        self.coversUnlimited = coversUnlimited
    }

    var info: AccountFamily {
        AccountFamily(
            .gauge(
                prefix + "info",
                help: "What is known about \(one), as labels; always 1. Polled from LiteLLM at an interval."),
            .description, reads: [], values: .one { _, _ in 1 })
    }

    /// The one budget that every kind has.
    var budget: [AccountFamily] {
        [
            .gauge(
                prefix + "budget_spend_usd", unit: .usd, reads: .spend,
                help:
                    "Spend of \(one) in the running budget period, in US dollars, as LiteLLM stores it; may be negative."
                    + " Falls at a budget reset. Absent while unknown."
            ) { $0.spend?.amount },
            .gauge(
                prefix + "budget_limit_usd", unit: .usd, reads: .budget,
                help: "Spending limit of \(one) for a budget period, in US dollars, any temporary increase included."
                    + " Absent when there is none or LiteLLM does not tell it."
            ) { $0.budget.limit.amount?.amount },
            .gauge(
                prefix + "budget_remaining_usd", unit: .usd, reads: [.spend, .budget],
                help: "What \(one) may still spend in the running budget period: limit less spend, in US dollars."
                    + " Negative once overspent, absent when there is no limit."
            ) { $0.remaining?.amount },
            .gauge(
                prefix + "budget_used_ratio", unit: .ratio, reads: [.spend, .budget],
                help: "Spend of \(one) in the running budget period divided by its limit; 1 when the limit is zero,"
                    + " absent when there is none."
            ) { $0.usedRatio.flatMap { $0.isFinite ? $0 : nil } },
            .gauge(
                prefix + "budget_exhausted", reads: [.spend, .budget],
                help:
                    "Whether the spend of \(one) has reached its limit: 1 if so, else 0; absent when there is no limit."
            ) { $0.isExhausted?.sample },
        ]
    }

    var softLimit: AccountFamily {
        .gauge(
            prefix + "budget_soft_limit_usd", unit: .usd, reads: .budget, coversUnlimited: coversUnlimited,
            help:
                "Spend of \(one) above which LiteLLM warns without refusing anything, in US dollars; absent when there"
                + " is none."
        ) { $0.budget.softLimit?.amount }
    }

    var reset: AccountFamily {
        .gauge(
            prefix + "budget_reset_timestamp_seconds", unit: .seconds, reads: .budget,
            coversUnlimited: coversUnlimited,
            help: "When LiteLLM is to reset the spend of \(one), as Unix time. Lies in the past while LiteLLM's reset"
                + " job is late; absent when there is no reset."
        ) { $0.budget.resetsAt?.unixSeconds }
    }

    var blocked: AccountFamily {
        .gauge(
            prefix + "blocked", reads: .settings,
            help: "Whether an administrator has blocked \(one): 1 if so, else 0; absent while unknown."
        ) { $0.isBlocked?.sample }
    }

    var rateLimits: [AccountFamily] {
        [
            .gauge(
                prefix + "tokens_per_minute_limit", reads: .settings, coversUnlimited: coversUnlimited,
                help: "How many tokens \(one) may use in a minute; absent when there is no limit."
            ) { $0.tokensPerMinuteLimit.map(Double.init) },
            .gauge(
                prefix + "requests_per_minute_limit", reads: .settings, coversUnlimited: coversUnlimited,
                help: "How many requests \(one) may send in a minute; absent when there is no limit."
            ) { $0.requestsPerMinuteLimit.map(Double.init) },
        ]
    }

    /// What the ledger counts, going on over resets.
    var counters: [AccountFamily] {
        [
            AccountFamily(
                .counter(
                    prefix + "spend_usd_total", unit: .usd,
                    help:
                        "Spend of \(one) in US dollars, going on over budget resets: of its whole life where LiteLLM tells"
                        + " that, else since watching began."),
                reads: .counters, values: .one { account, _ in account.history?.spendTotal.amount }),
            .causeCounter(
                prefix + "budget_resets_total",
                help:
                    "How often the spend of \(one) was seen to begin anew: scheduled, by LiteLLM's job when a reset was"
                    + " due, or unscheduled, by anybody else, corrections included."
            ) { history, cause in
                switch cause {
                case .scheduled: Double(history.scheduledResets)
                case .unscheduled: Double(history.unscheduledResets)
                }
            },
        ]
    }

    /// Since when what is now has been so.
    var beginnings: [AccountFamily] {
        [
            .gauge(
                prefix + "budget_exhausted_since_timestamp_seconds", unit: .seconds, reads: .beginnings,
                coversUnlimited: coversUnlimited,
                help: "When the spend of \(one) was first seen at its limit, as Unix time; absent while it is below."
            ) { $0.history?.exhaustedSince?.unixSeconds },
            .gauge(
                prefix + "budget_period_start_timestamp_seconds", unit: .seconds, reads: .beginnings,
                coversUnlimited: coversUnlimited,
                help:
                    "When the running budget period of \(one) began, as Unix time: with the last reset that was seen, or"
                    + " in its first period when it was created. Absent while unknown."
            ) { $0.history?.periodStart?.unixSeconds },
        ]
    }

    /// How fast money goes, and where that leads.
    var outlooks: [AccountFamily] {
        [
            .outlookGauge(
                prefix + "spend_rate_usd_per_second", coversUnlimited: coversUnlimited,
                help:
                    "Spending of \(one) in US dollars a second, averaged over the window up to the newest look, over any"
                    + " budget reset. Absent until most of the window was watched. With window=\"pattern\", what the"
                    + " account's own week lets expect of the next hour, once 48 hours of it were learnt."
            ) { $0.ratePerSecond.amount },
            .outlookGauge(
                prefix + "budget_exhaustion_timestamp_seconds", unit: .seconds, coversUnlimited: coversUnlimited,
                help:
                    "When \(one) reaches its limit at the rate of the window, as Unix time, ignoring resets. Absent when"
                    + " there is no limit, it is reached already, nothing is spent, or it is over 366 days away. With"
                    + " window=\"pattern\", hour by hour as the account's own week has it."
            ) { $0.exhaustsAt?.unixSeconds },
            .outlookGauge(
                prefix + "budget_exhausts_before_reset", coversUnlimited: coversUnlimited,
                help:
                    "Whether \(one) reaches its limit before its next reset at the rate of the window: 1 if so, else 0."
                    + " No reset date, or one that is overdue by more than 15 minutes, counts as no reset. Absent when"
                    + " there is no limit or it is reached already. With window=\"pattern\" it becomes 1 only when even a low"
                    + " estimate reaches the limit, and 0 when the expected spending no longer does."
            ) { $0.exhaustsBeforeReset?.sample },
            .outlookGauge(
                prefix + "budget_projected_spend_usd", unit: .usd, coversUnlimited: coversUnlimited,
                help:
                    "Spend of \(one) at its next reset at the rate of the window, in US dollars; absent without a reset"
                    + " in the future. With window=\"pattern\", hour by hour as the account's own week has it."
            ) { $0.projectedSpend?.amount },
        ]
    }

    /// Everything that the ledger tells.
    var history: [AccountFamily] { counters + beginnings + outlooks }

    /// What may be spent on single models.
    var modelBudgets: [AccountFamily] {
        [
            .modelGauge(
                prefix + "model_budget_limit_usd", unit: .usd,
                help: "Spending limit of \(one) for a model, in US dollars; absent while unknown."
            ) { $0.limit?.amount },
            .modelGauge(
                prefix + "model_budget_spend_usd", unit: .usd,
                help: "Spend of \(one) on a model that has a limit, in US dollars. Without Redis each of LiteLLM's"
                    + " workers counts for itself, and this is what one of them has counted. Absent while unknown."
            ) { $0.spend?.amount },
        ]
    }

    /// Limits that hold at the same time.
    var windows: [AccountFamily] {
        [
            .windowGauge(
                prefix + "window_budget_limit_usd", unit: .usd,
                help:
                    "Spending limit of \(one) for one of several windows that run at the same time, in US dollars; absent"
                    + " while unknown."
            ) { $0.limit?.amount },
            .windowGauge(
                prefix + "window_budget_reset_timestamp_seconds", unit: .seconds,
                help:
                    "When LiteLLM is to reset the spend of \(one) in one of several windows, as Unix time; absent while"
                    + " unknown."
            ) { $0.resetsAt?.unixSeconds },
        ]
    }
}

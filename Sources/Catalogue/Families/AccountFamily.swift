import Budgets
import Exposition
import Threading

/// A family with at most one series an account: a row of the catalogue.
struct AccountFamily: Sendable {
    /// Which labels its series have.
    enum Labels: Sendable {
        /// What identifies the account.
        case identity
        /// Identity and everything that is known about the account.
        case description
        /// What LiteLLM itself puts on the metric of this name.
        case litellm
    }

    let family: MetricFamily
    let labels: Labels
    /// What its values are made of.
    let reads: Aspects
    /// Whether accounts without a limit have it.
    let coversUnlimited: Bool
    /// The value at a minute of the wall clock; nil is no series, which means "unknown" or "does not apply", never 0.
    let value: @Sendable (Account, Timestamp) -> Double?

    init(
        _ family: MetricFamily, _ labels: Labels = .identity, reads: Aspects, coversUnlimited: Bool = true,
        value: @escaping @Sendable (Account, Timestamp) -> Double?
    ) {
        self.family = family
        self.labels = labels
        self.reads = reads
        self.coversUnlimited = coversUnlimited
        self.value = value
    }

    func sample(_ account: Account, at minute: Timestamp) -> Double? {
        if !coversUnlimited, account.budget.limit == .unlimited { return nil }
        return value(account, minute)
    }
}

extension AccountFamily {
    static func gauge(
        _ name: String, unit: MetricUnit? = nil, reads: Aspects, coversUnlimited: Bool = true, help: String,
        value: @escaping @Sendable (Account) -> Double?
    ) -> AccountFamily {
        AccountFamily(
            .gauge(name, unit: unit, help: help), reads: reads, coversUnlimited: coversUnlimited,
            value: { account, _ in value(account) })
    }
}

extension Bool {
    /// 1 or 0.
    var sample: Double { self ? 1 : 0 }
}

import Budgets
import Exposition
import Threading

/// A family about accounts of a kind: a row of the catalogue.
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

    /// Makes the value of a series; nil is no series, which means "unknown" or "does not apply", never 0.
    enum Values: Sendable {
        /// One series an account, whose value holds at a minute of the wall clock.
        case one(@Sendable (Account, Timestamp) -> Double?)
        /// One series for each model with a budget, under the label `model`.
        case eachModel(@Sendable (ModelBudget) -> Double?)
        /// One series for each window of the budget, under the label `budget_duration`.
        case eachWindow(@Sendable (BudgetWindow) -> Double?)
        /// One series for each cause of a reset, under the label `cause`.
        case eachCause(@Sendable (AccountHistory, BudgetReset) -> Double?)
        /// One series for each window that spending is averaged over, under the label `window`.
        case eachOutlook(@Sendable (Outlook) -> Double?)
    }

    let family: MetricFamily
    let labels: Labels
    /// What its values are made of.
    let reads: Aspects
    /// Whether accounts without a limit have it.
    let coversUnlimited: Bool
    let values: Values

    init(
        _ family: MetricFamily, _ labels: Labels = .identity, reads: Aspects, coversUnlimited: Bool = true,
        values: Values
    ) {
        self.family = family
        self.labels = labels
        self.reads = reads
        self.coversUnlimited = coversUnlimited
        self.values = values
    }

    /// The value of the one series of an account; nil where it has none, or the family has several.
    func value(of account: Account, at minute: Timestamp) -> Double? {
        guard case .one(let value) = values, covers(account) else { return nil }
        return value(account, minute)
    }

    /// Appends the samples of a family that can have several an account.
    func writeParts(of accounts: LabelledAccounts, at position: Int, to writer: inout SampleWriter) {
        switch values {
        case .one: break
        case .eachModel(let value):
            guard let labels = accounts.labels.models[position] else { return }
            write(accounts.accounts[position].modelBudgets, labels, accounts, position, &writer, value)
        case .eachWindow(let value):
            guard let labels = accounts.labels.windows[position] else { return }
            write(accounts.accounts[position].windows, labels, accounts, position, &writer, value)
        case .eachCause(let value):
            guard let history = accounts.accounts[position].history else { return }
            write(BudgetReset.allCases, HistoryLabels.causes, accounts, position, &writer) { value(history, $0) }
        case .eachOutlook(let value):
            guard let outlooks = accounts.accounts[position].history?.outlooks, !outlooks.isEmpty else { return }
            let labels = outlooks.map { HistoryLabels.block(of: $0.window) }
            write(outlooks, labels, accounts, position, &writer, value)
        }
    }

    /// Whether its lines can differ after such a change of an account.
    func isConcerned(by change: Aspects) -> Bool {
        !change.isDisjoint(with: reads.union(.labels).union(coversUnlimited ? [] : .budget))
    }

    private func covers(_ account: Account) -> Bool {
        coversUnlimited || account.budget.limit != .unlimited
    }

    private func write<Part>(
        _ parts: some Sequence<Part>, _ partLabels: [LabelBlock?], _ accounts: LabelledAccounts, _ position: Int,
        _ writer: inout SampleWriter, _ value: (Part) -> Double?
    ) {
        guard covers(accounts.accounts[position]) else { return }
        for (part, partLabel) in zip(parts, partLabels) {
            guard let partLabel, let value = value(part) else { continue }
            writer.sample(accounts.labels[labels], at: position, and: partLabel, value)
        }
    }
}

extension AccountFamily {
    static func gauge(
        _ name: String, unit: MetricUnit? = nil, reads: Aspects, coversUnlimited: Bool = true, help: String,
        value: @escaping @Sendable (Account) -> Double?
    ) -> AccountFamily {
        AccountFamily(
            .gauge(name, unit: unit, help: help), reads: reads, coversUnlimited: coversUnlimited,
            values: .one { account, _ in value(account) })
    }

    static func modelGauge(
        _ name: String, unit: MetricUnit, help: String, value: @escaping @Sendable (ModelBudget) -> Double?
    ) -> AccountFamily {
        AccountFamily(.gauge(name, unit: unit, help: help), reads: .modelBudgets, values: .eachModel(value))
    }

    static func windowGauge(
        _ name: String, unit: MetricUnit, help: String, value: @escaping @Sendable (BudgetWindow) -> Double?
    ) -> AccountFamily {
        AccountFamily(.gauge(name, unit: unit, help: help), reads: .windows, values: .eachWindow(value))
    }

    static func causeCounter(
        _ name: String, help: String, value: @escaping @Sendable (AccountHistory, BudgetReset) -> Double?
    ) -> AccountFamily {
        AccountFamily(.counter(name, help: help), reads: .counters, values: .eachCause(value))
    }

    static func outlookGauge(
        _ name: String, unit: MetricUnit? = nil, coversUnlimited: Bool, help: String,
        value: @escaping @Sendable (Outlook) -> Double?
    ) -> AccountFamily {
        AccountFamily(
            .gauge(name, unit: unit, help: help), reads: .outlooks, coversUnlimited: coversUnlimited,
            values: .eachOutlook(value))
    }

    /// The label by which several series of an account differ.
    var partLabel: String? {
        switch values {
        case .one: nil
        case .eachModel: LabelledAccounts.modelLabel
        case .eachWindow: LabelledAccounts.windowLabel
        case .eachCause: HistoryLabels.cause
        case .eachOutlook: HistoryLabels.window
        }
    }
}

extension Bool {
    /// 1 or 0.
    var sample: Double { self ? 1 : 0 }
}

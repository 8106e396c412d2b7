/// Carries a script out: spend is written in batches, and a job resets budgets now and then, as in LiteLLM.
struct Spending: Sendable {
    private(set) var now: Double
    var settings: ProxySettings
    private var rates: [SpendingRate]
    /// What is still to come, the next one last.
    private var events: [SpendingScript.Event]
    private var lastWrite: Double
    private var nextResetRun: Double

    init(_ script: SpendingScript, settings: ProxySettings, startingAt start: Double) {
        now = start
        lastWrite = start
        nextResetRun = start + settings.budgetResetInterval
        rates = script.rates
        events = script.events.sorted { $0.time > $1.time }
        self.settings = settings
    }

    mutating func advance(to time: Double, in database: inout Database) {
        while now < time {
            let stop = min(time, nextResetRun, max(now, events.last?.time ?? .infinity))
            now = stop
            writeSpend(in: &database)
            while let event = events.last, event.time <= now {
                database.apply(event.change, at: now)
                follow(event.change)
                events.removeLast()
            }
            if now >= nextResetRun {
                nextResetRun += settings.budgetResetInterval
                if settings.resetsBudgets { database.resetDueBudgets(at: now) }
            }
        }
    }

    /// From now on a key spends at another rate. One that spent nothing begins to.
    mutating func setRate(_ usdPerHour: Double, ofKey token: String) {
        var next = SpendingRate(token: token, usdPerHour: usdPerHour).starting(at: now)
        if let index = rates.firstIndex(where: { $0.token == token && $0.isCurrent }) {
            next = rates[index].change(to: usdPerHour, at: now)
        }
        rates.append(next)
    }

    /// A rotated key goes on spending under its new token.
    mutating func follow(_ change: Change) {
        guard case .rotateKey(let token, let secret) = change else { return }
        for index in rates.indices where rates[index].token == token {
            rates[index].token = SimulatedKey.token(of: secret)
        }
    }

    /// Writes what was spent up to the last full write interval. The rest follows later, even past a reset: spend
    /// after a reset is small, not zero.
    private mutating func writeSpend(in database: inout Database) {
        let interval = settings.spendWriteInterval
        let end = max(lastWrite, (now / interval).rounded(.down) * interval)
        guard end > lastWrite else { return }
        for rate in rates {
            for charge in rate.charges(from: lastWrite, to: end) { database.add(charge, at: end) }
        }
        rates.removeAll { $0.isOver(at: end) }
        lastWrite = end
    }
}

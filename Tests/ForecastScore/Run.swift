import Budgets
import Threading

/// One account through the scored period, looked at every 30 s through the ledger that the exporter has.
struct Run {
    /// Hours before the true exhaustion at which the estimates are compared with it.
    static let horizons = [24.0, 4, 1]
    static let windows = ["5m", "1h", "1d", "7d", "pattern"]
    /// Tickets are not looked at as often as pages.
    private static let looksBetweenTickets = 10

    let kind: SpendingKind
    let seed: Int
    /// Keys have fewer windows, have a pattern only if they are busy, and nobody is paged for one.
    let accountKind: AccountKind
    /// Whether the period before was watched too.
    let hasHistory: Bool
    let outcome: SpendOutcome
    private(set) var alerts = Dictionary(
        uniqueKeysWithValues: Condition.all.map { ($0, Alert(delay: $0.delay)) })
    /// |estimate - truth| / time left, by horizon and window.
    private(set) var errors: [Double: [String: Double]] = [:]

    init(_ kind: SpendingKind, seed: Int, id: AccountID, hasHistory: Bool, series: SpendSeries) {
        (self.kind, self.seed, self.hasHistory) = (kind, seed, hasHistory)
        (accountKind, outcome) = (id.kind, series.outcome)
        var ledger = SpendLedger()
        var account = Account(id: id, budget: Budget(limit: .limited(USD(outcome.limit))), spend: nil)
        let scored = SpendSeries.looksInPeriod
        for look in (hasHistory ? 0 : scored)..<(2 * scored) {
            let time = SpendSeries.time(ofLook: look)
            account.spend = USD(series.spend[look])
            account.budget.resetsAt = series.date(look < scored ? 0 : SpendingTruth.period)
            let moment = Moment(
                uptime: Uptime(sinceOrigin: .microseconds(Int64((time + SpendingTruth.period) * 1e6))),
                now: series.date(time))
            _ = ledger.take(account, at: moment, terms: .standard)
            guard look >= scored else { continue }
            if series.spend[look] >= outcome.limit { break }
            note(account, ledger, series, look: look, at: moment)
        }
    }

    private mutating func note(
        _ account: Account, _ ledger: SpendLedger, _ series: SpendSeries, look: Int, at moment: Moment
    ) {
        let time = SpendSeries.time(ofLook: look)
        let left = outcome.exhaustion.map { ($0 - time) / 3600 }
        let horizons = Self.horizons.filter { horizon in
            left.map { $0 >= horizon && $0 - SpendSeries.interval / 3600 < horizon } ?? false
        }
        let isTicket = (look - SpendSeries.looksInPeriod) % Self.looksBetweenTickets == 0
        let mayBePage = accountKind != .key && mayBePage(series, look: look)
        var outlooks: [String: Outlook] = [:]
        if isTicket || mayBePage || !horizons.isEmpty {
            let history = ledger.history(
                of: account, terms: .standard, effectiveInterval: .seconds(SpendSeries.interval), at: moment)
            outlooks = Dictionary(uniqueKeysWithValues: (history?.outlooks ?? []).map { ($0.window.label, $0) })
        }
        let reset = series.date(SpendingTruth.period)
        for condition in Condition.all {
            let looks = condition.severity == .page ? 1 : Self.looksBetweenTickets
            guard looks == 1 ? accountKind != .key : isTicket else { continue }
            let holds =
                !outlooks.isEmpty && condition.holds(outlooks, of: accountKind, now: moment.now, reset: reset)
            alerts[condition]?.note(holds, at: time, for: SpendSeries.interval * Double(looks))
        }
        guard let exhaustion = outcome.exhaustion else { return }
        for horizon in horizons {
            for (window, outlook) in outlooks {
                let estimate = outlook.exhaustsAt.map { $0.unixSeconds - moment.now.unixSeconds + time } ?? .infinity
                errors[horizon, default: [:]][window] = abs(estimate - exhaustion) / (horizon * 3600)
            }
        }
    }

    /// All page conditions need that the last hour, gone on for 5 h, uses up the rest: elsewhere nothing can have changed.
    private func mayBePage(_ series: SpendSeries, look: Int) -> Bool {
        let first = hasHistory ? 0 : SpendSeries.looksInPeriod
        let looks = min(look - first, 120)
        guard looks > 0 else { return false }
        let spent = (series.counter[look] - series.counter[look - looks]) / Double(looks) * 120
        return spent * 5 * 1.05 >= outcome.limit - series.spend[look]
    }
}

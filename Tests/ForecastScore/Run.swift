import Budgets
import Threading

/// One account through the scored period, looked at every 30 s through the ledger that the exporter has.
struct Run {
    /// Hours before the true exhaustion at which the estimates are compared with it.
    static let horizons = [24.0, 4, 1]
    static let windows = ["5m", "1h", "1d", "7d", "pattern"]
    /// A Monday, 00:00 UTC.
    private static let monday = 1_753_660_800.0
    /// Tickets are not looked at as often as pages.
    private static let looksBetweenTickets = 10

    let kind: SpendingKind
    let seed: Int
    /// Whether the period before was watched too.
    let hasHistory: Bool
    let series: SpendSeries
    private(set) var alerts = Dictionary(
        uniqueKeysWithValues: ConditionName.allCases.map { ($0, Alert(delay: $0.delay)) })
    /// |estimate - truth| / time left, by horizon and window.
    private(set) var errors: [Double: [String: Double]] = [:]

    init(_ kind: SpendingKind, seed: Int, hasHistory: Bool, series: SpendSeries) {
        (self.kind, self.seed, self.hasHistory, self.series) = (kind, seed, hasHistory, series)
        var ledger = SpendLedger()
        var account = Account(
            id: .team("scored"), budget: Budget(limit: .limited(USD(series.limit))), spend: nil)
        let scored = SpendSeries.looksInPeriod
        for look in (hasHistory ? 0 : scored)..<(2 * scored) {
            let time = SpendSeries.time(ofLook: look)
            account.spend = USD(series.spend[look])
            account.budget.resetsAt = date(look < scored ? 0 : SpendingTruth.period)
            let moment = Moment(
                uptime: Uptime(sinceOrigin: .microseconds(Int64((time + SpendingTruth.period) * 1e6))), now: date(time))
            _ = ledger.take(account, at: moment, terms: .standard)
            guard look >= scored else { continue }
            if series.spend[look] >= series.limit { break }
            note(account, ledger, look: look, at: moment)
        }
    }

    private func date(_ time: Double) -> Timestamp {
        Timestamp(unixSeconds: Self.monday + series.phase + time)
    }

    private mutating func note(_ account: Account, _ ledger: SpendLedger, look: Int, at moment: Moment) {
        let time = SpendSeries.time(ofLook: look)
        let left = series.exhaustion.map { ($0 - time) / 3600 }
        let horizons = Self.horizons.filter { horizon in
            left.map { $0 >= horizon && $0 - SpendSeries.interval / 3600 < horizon } ?? false
        }
        let isTicket = (look - SpendSeries.looksInPeriod) % Self.looksBetweenTickets == 0
        let mayBePage = mayBePage(look: look)
        var outlooks: [String: Outlook] = [:]
        if isTicket || mayBePage || !horizons.isEmpty {
            let history = ledger.history(
                of: account, terms: .standard, effectiveInterval: .seconds(SpendSeries.interval), at: moment)
            outlooks = Dictionary(uniqueKeysWithValues: (history?.outlooks ?? []).map { ($0.window.label, $0) })
        }
        let reset = date(SpendingTruth.period)
        for name in ConditionName.allCases where name.isPage || isTicket {
            let span = SpendSeries.interval * Double(name.isPage ? 1 : Self.looksBetweenTickets)
            let holds = !outlooks.isEmpty && name.holds(outlooks, now: moment.now, reset: reset)
            alerts[name]?.note(holds, at: time, for: span)
        }
        guard let exhaustion = series.exhaustion else { return }
        for horizon in horizons {
            for (window, outlook) in outlooks {
                let estimate = outlook.exhaustsAt.map { $0.unixSeconds - moment.now.unixSeconds + time } ?? .infinity
                errors[horizon, default: [:]][window] = abs(estimate - exhaustion) / (horizon * 3600)
            }
        }
    }

    /// Both page conditions need that the last hour, gone on for 5 h, uses up the rest: elsewhere nothing can have changed.
    private func mayBePage(look: Int) -> Bool {
        let first = hasHistory ? 0 : SpendSeries.looksInPeriod
        let looks = min(look - first, 120)
        guard looks > 0 else { return false }
        let spent = (series.counter[look] - series.counter[look - looks]) / Double(looks) * 120
        return spent * 5 * 1.05 >= series.limit - series.spend[look]
    }
}

public import Threading

/// The history of one account's spend, kept from looks at it: a counter that never falls, how it rose, and what happened.
///
/// A value without a clock: every function is told the time. Constant time a look, some 200 bytes while nothing is spent and
/// some 7 kB for a week of spending without pause, a pattern included.
public struct SpendLedger: Hashable, Sendable {
    struct Entries: Hashable, Sendable {
        var counter: SpendCounter
        var curve: SpendCurve
        var gaps = WatchGaps()
        /// The look that found the last reset.
        var lastReset: Timestamp?
        var exhaustedSince: Timestamp?
        /// Until the pattern is learnt: in which hours of the newest day there was spending.
        var spendingDay = SpendingDay()
        /// None or one: an array is a box with the semantics of a value, and costs nothing while it is empty. Most accounts have
        /// no pattern.
        var patterns: [SpendPattern] = []
    }

    /// Nil before the first look.
    var entries: Entries?

    public init() {}

    /// Takes one look at the account into account: its spend, lifetime spend, limit and reset date.
    ///
    /// - A spend that rose adds the difference, whatever the date did.
    /// - A spend that fell when a reset was due adds what is left less what was overspent before, which LiteLLM carries over
    ///   if told so (`budget_rollover`). Not while the date that is due still stands: then LiteLLM has not reset anything.
    /// - Any other fall adds nothing.
    /// - Where both looks have a lifetime spend that did not fall, its rise is added instead.
    ///
    /// A look without a known spend is none, and one older than the newest is passed over.
    /// - Returns: What happened to the budget since the look before.
    public mutating func take(_ account: Account, at moment: Moment, terms: LedgerTerms) -> BudgetReset? {
        guard let look = Look(account) else { return nil }
        let time = moment.uptime.sinceOrigin.microseconds
        if entries == nil {
            let counter = SpendCounter(look)
            let point = SpendCurve.Point(time: time, counter: counter.value)
            entries = Entries(counter: counter, curve: SpendCurve(first: point, last: point))
        }
        guard entries!.curve.last.time <= time else { return nil }
        let limit = entries!.counter.newest.limit
        let reset = entries!.counter.advance(to: look, now: moment.now, resetSlack: terms.resetSlack)
        if reset != nil { entries!.lastReset = moment.now }
        if reset != nil || entries!.counter.newest.limit != limit { entries!.beginForecastAnew() }
        switch account.isExhausted {
        case true?: entries!.exhaustedSince = entries!.exhaustedSince ?? moment.now
        case false?: entries!.exhaustedSince = nil
        case nil: if look.limit == .unlimited { entries!.exhaustedSince = nil }
        }
        entries!.extend(to: moment, isWatched: false, kind: account.kind, terms: terms)
        return reset
    }

    /// Whether a look at the account would tell anything that the newest look did not.
    public func isNews(_ account: Account) -> Bool {
        guard var look = Look(account) else { return false }
        guard let newest = entries?.counter.newest else { return true }
        if look.limit == .unknown { look.limit = newest.limit }
        return look != newest
    }

    /// The account was looked at all along until then, and nothing changed.
    public mutating func stayed(until moment: Moment, kind: AccountKind, terms: LedgerTerms) {
        let end = moment.uptime.sinceOrigin.microseconds
        guard entries != nil, entries!.curve.last.time <= end else { return }
        // Hour by hour, as a pattern learns from quiet ones too.
        var rest = end - entries!.curve.last.time - terms.pattern.span
        while !entries!.patterns.isEmpty, rest > 0 {
            entries!.extend(to: moment - .microseconds(rest), isWatched: true, kind: kind, terms: terms)
            rest -= terms.pattern.span
        }
        entries!.extend(to: moment, isWatched: true, kind: kind, terms: terms)
    }

    /// The account as the newest look found it, with what a ledger goes by; nil before the first.
    public func newestLook(at id: AccountID) -> Account? {
        guard let look = entries?.counter.newest else { return nil }
        var account = Account(
            id: id, budget: Budget(limit: look.limit, resetsAt: look.resetsAt), spend: USD(look.spend))
        account.totalSpend = look.totalSpend.map { USD($0) }
        return account
    }
}

extension SpendLedger.Entries {
    /// - Parameter isWatched: Whether it was looked at in between too, so that there is no gap.
    fileprivate mutating func extend(to moment: Moment, isWatched: Bool, kind: AccountKind, terms: LedgerTerms) {
        let time = moment.uptime.sinceOrigin.microseconds
        let windows = terms.windows(of: kind)
        let previous = curve.last
        if !isWatched { gaps.note(WatchGaps.Gap(end: time, length: time - previous.time), for: windows) }
        curve.extend(
            to: SpendCurve.Point(time: time, counter: counter.value), for: windows, fullResolution: terms.fullResolution
        )
        followPattern(from: previous, now: moment.now, isWatched: isWatched, kind: kind, terms: terms)
    }
}

public import Threading

extension SpendLedger {
    /// What is told of the account now; nil before the first look.
    ///
    /// A window is told once 80 % of it were watched, no gap in what is averaged is longer than half of it, and looks are no
    /// further apart than a quarter of it. Its rate is as of the newest look; the rest follows from the rate and the account's
    /// present spend and limit. Last comes the account's own pattern, once 48 whole hours were learnt.
    ///
    /// The period began with the last reset that was seen, whatever its cause. Before that it began with the account, where it
    /// must still be its first: it has no reset date, or as much spend as it ever had, or its reset comes sooner after its
    /// creation than two can follow each other. Where none of this holds the beginning is unknown: LiteLLM does not tell it,
    /// and it does not follow from the duration alone (`48h` resets daily, `30d` monthly).
    /// - Parameters:
    ///   - account: As last seen.
    ///   - effectiveInterval: How often the account is looked at.
    ///   - moment: The present. A clock that was set in between moves dates that follow from the newest look, no spans.
    public func history(
        of account: Account, terms: LedgerTerms, effectiveInterval: Duration, at moment: Moment
    ) -> AccountHistory? {
        guard let entries else { return nil }
        let age = moment.uptime.sinceOrigin.microseconds - entries.curve.last.time
        let seenAt = moment.now - .microseconds(age)
        let forecast = Forecast(account, seenAt: seenAt, now: moment.now, terms: terms)
        let interval = effectiveInterval.microseconds
        return AccountHistory(
            spendTotal: USD(entries.counter.value),
            scheduledResets: Int(entries.counter.scheduledResets),
            unscheduledResets: Int(entries.counter.unscheduledResets),
            periodStart: entries.lastReset ?? (account.isInFirstPeriod ? account.createdAt : nil),
            exhaustedSince: account.isExhausted == true ? entries.exhaustedSince : nil,
            outlooks: terms.toldWindows(of: account.kind).compactMap { window in
                guard interval <= window.span / 4 else { return nil }
                guard window != terms.pattern else {
                    return entries.expectation(at: seenAt, terms: terms).flatMap {
                        forecast.outlook(over: window, $0, exhaustsBeforeReset: entries.exhaustsBeforeReset)
                    }
                }
                return entries.ratePerSecond(over: window).map { forecast.outlook(over: window, ratePerSecond: $0) }
            })
    }
}

extension SpendLedger.Entries {
    /// Nil while too little of the window was watched. What happened before a gap that is too long for it does not count as
    /// watched.
    fileprivate func ratePerSecond(over window: SpendWindow) -> USD? {
        let watchedSince = max(curve.first.time, gaps.end(before: window) ?? .min)
        let start = max(watchedSince, curve.last.time - window.span)
        let covered = curve.last.time - start
        guard covered > 0, Double(covered) >= Double(window.span) * LedgerTerms.coverage else { return nil }
        return USD(max(0, curve.last.counter - curve.counter(at: start)) / Double(covered) * 1e6)
    }
}

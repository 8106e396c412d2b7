import Threading

extension SpendLedger.Entries {
    /// What the pattern says of the limit and the reset; see `SpendPattern.exhaustsBeforeReset`.
    var exhaustsBeforeReset: Bool { patterns.first?.exhaustsBeforeReset ?? false }

    /// After a reset or a change of the limit nothing that was said about either holds.
    mutating func beginForecastAnew() {
        if !patterns.isEmpty { patterns[0].exhaustsBeforeReset = false }
    }

    /// Lets the pattern learn from the newest look, begins one for an account that spends, and ends one that was idle for weeks.
    mutating func followPattern(
        from previous: SpendCurve.Point, now: Timestamp, isWatched: Bool, kind: AccountKind, terms: LedgerTerms
    ) {
        guard let wall = now.unixMicroseconds else { return }
        let hour = terms.pattern.span
        if patterns.isEmpty {
            guard curve.last.counter > previous.counter else { return }
            spendingDay.note(hour: Int((wall - wall.modulo(hour)) / hour))
            guard spendingDay.hours >= terms.hoursBeforePattern(of: kind) else { return }
            patterns = [SpendPattern()]
            spendingDay = SpendingDay()
        }
        patterns[0].follow(
            curve, from: previous.time, wall: wall, isWatched: isWatched, isExhausted: exhaustedSince != nil, hour: hour
        )
        // The curve is straight only once its longest window has passed without spending.
        if curve.corners.isEmpty, (curve.last.time - curve.first.time) / hour >= SpendPattern.idleHours {
            patterns = []
        } else {
            decide(at: wall, terms: terms)
        }
    }

    /// Nil while there is no pattern that could tell anything.
    /// - Parameter seenAt: When the newest look was by the wall clock.
    func expectation(at seenAt: Timestamp, terms: LedgerTerms) -> SpendExpectation? {
        guard let pattern = patterns.first, pattern.isTold, let wall = seenAt.unixMicroseconds else { return nil }
        return expectation(of: pattern, at: wall, terms: terms)
    }

    private func expectation(of pattern: SpendPattern, at wall: Microseconds, terms: LedgerTerms) -> SpendExpectation {
        let hour = terms.pattern.span
        let now = curve.last
        let watchedSince = max(curve.first.time, gaps.end(before: terms.pattern) ?? .min)
        let watched = min(now.time - watchedSince, hour)
        // Less than five minutes of looks say nothing of an hour.
        let lastHour =
            watched >= hour / 12
            ? (now.counter - curve.counter(at: now.time - watched)) * Double(hour) / Double(watched) : nil
        let lastThreeHours =
            now.time - watchedSince >= 3 * hour ? now.counter - curve.counter(at: now.time - 3 * hour) : nil
        return SpendExpectation(
            pattern, wall: wall, hour: hour, spentInLastHour: lastHour, spentInLastThreeHours: lastThreeHours)
    }

    /// Whether the limit is reached before the reset. It needs a low estimate to say so, and the expected one to unsay it:
    /// else it would come and go with every busy hour.
    private mutating func decide(at wall: Microseconds, terms: LedgerTerms) {
        let look = counter.newest
        guard patterns[0].isTold else { return }
        guard let limit = look.limit.amount?.amount, look.spend < limit else {
            patterns[0].exhaustsBeforeReset = false
            return
        }
        let now = Timestamp(unixSeconds: Double(wall) / 1e6)
        var end = now + terms.horizon
        if let reset = look.resetsAt, reset >= now - terms.overdueAllowance { end = min(end, max(now, reset)) }
        let expectation = expectation(of: patterns[0], at: wall, terms: terms)
        let hours = (end.unixSeconds - now.unixSeconds) / terms.pattern.duration.seconds
        let spending =
            patterns[0].exhaustsBeforeReset ? expectation.spending(in: hours) : expectation.leastSpending(in: hours)
        patterns[0].exhaustsBeforeReset = spending >= limit - look.spend
    }
}

import Threading

/// Goes on from the newest look at an account: in a straight line, or by what its pattern expects.
struct Forecast {
    private let account: Account
    private let seenAt: Timestamp
    private let now: Timestamp
    /// Nil also where the date passed so long ago that no reset is to be expected.
    private let nextReset: Timestamp?
    private let horizon: Timestamp

    /// - Parameter seenAt: When the account was looked at.
    init(_ account: Account, seenAt: Timestamp, now: Timestamp, terms: LedgerTerms) {
        self.account = account
        self.seenAt = seenAt
        self.now = now
        let oldest = now - terms.overdueAllowance
        nextReset = account.budget.resetsAt.flatMap { $0.unixSeconds.isFinite && $0 >= oldest ? $0 : nil }
        horizon = now + terms.horizon
    }

    func outlook(over window: SpendWindow, ratePerSecond: USD) -> Outlook {
        var outlook = Outlook(window: window, ratePerSecond: ratePerSecond)
        guard let spend = account.spend, spend.amount.isFinite else { return outlook }
        if let limit = account.budget.limit.amount, spend < limit {
            outlook.exhaustsAt = exhaustion(in: limit - spend, ratePerSecond: ratePerSecond)
            outlook.exhaustsBeforeReset = outlook.exhaustsAt.map { isBeforeReset($0) } ?? false
        }
        if let nextReset, nextReset > now {
            let seconds = nextReset.unixSeconds - seenAt.unixSeconds
            outlook.projectedSpend = USD(spend.amount + ratePerSecond.amount * seconds)
        }
        return outlook
    }

    /// Nil where the numbers are beyond any money.
    func outlook(over window: SpendWindow, _ expectation: SpendExpectation, exhaustsBeforeReset: Bool) -> Outlook? {
        let hour = window.duration.seconds
        var outlook = Outlook(window: window, ratePerSecond: USD(expectation.nextHour / hour))
        guard outlook.ratePerSecond.amount.isFinite else { return nil }
        guard let spend = account.spend, spend.amount.isFinite else { return outlook }
        if let limit = account.budget.limit.amount, spend < limit {
            outlook.exhaustsAt = expectation.hours(
                untilSpending: (limit - spend).amount, most: (horizon.unixSeconds - seenAt.unixSeconds) / hour
            ).map { Timestamp(unixSeconds: seenAt.unixSeconds + $0 * hour) }
            outlook.exhaustsBeforeReset = exhaustsBeforeReset
        }
        if let nextReset, nextReset > now {
            let hours = min(horizon.unixSeconds, nextReset.unixSeconds) - seenAt.unixSeconds
            outlook.projectedSpend = USD(spend.amount + expectation.spending(in: hours / hour))
        }
        return outlook
    }

    private func exhaustion(in remaining: USD, ratePerSecond: USD) -> Timestamp? {
        guard ratePerSecond > 0 else { return nil }
        let exhaustsAt = Timestamp(unixSeconds: seenAt.unixSeconds + remaining.amount / ratePerSecond.amount)
        return exhaustsAt <= horizon ? exhaustsAt : nil
    }

    private func isBeforeReset(_ time: Timestamp) -> Bool {
        guard let nextReset else { return true }
        return time < nextReset
    }
}

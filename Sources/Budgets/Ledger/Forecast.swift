import Threading

/// Goes on in a straight line from the newest look at an account.
struct Forecast {
    let account: Account
    /// When the account was looked at.
    let seenAt: Timestamp
    let now: Timestamp
    let terms: LedgerTerms

    func outlook(over window: SpendWindow, ratePerSecond: USD) -> Outlook {
        var outlook = Outlook(window: window, ratePerSecond: ratePerSecond)
        guard let spend = account.spend, spend.amount.isFinite else { return outlook }
        if let limit = account.budget.limit.amount, spend < limit {
            outlook.exhaustsAt = exhaustion(in: limit - spend, ratePerSecond: ratePerSecond)
            outlook.exhaustsBeforeReset = outlook.exhaustsAt.map { isBeforeReset($0) } ?? false
        }
        if let reset = nextReset, reset > now {
            outlook.projectedSpend = USD(spend.amount + ratePerSecond.amount * (reset.unixSeconds - seenAt.unixSeconds))
        }
        return outlook
    }

    private func exhaustion(in remaining: USD, ratePerSecond: USD) -> Timestamp? {
        guard ratePerSecond > 0 else { return nil }
        let exhaustsAt = Timestamp(unixSeconds: seenAt.unixSeconds + remaining.amount / ratePerSecond.amount)
        return exhaustsAt <= now + terms.horizon ? exhaustsAt : nil
    }

    private func isBeforeReset(_ time: Timestamp) -> Bool {
        guard let nextReset else { return true }
        return time < nextReset
    }

    /// Nil also where the date passed so long ago that no reset is to be expected.
    private var nextReset: Timestamp? {
        account.budget.resetsAt.flatMap { $0.unixSeconds.isFinite && $0 >= now - terms.overdueAllowance ? $0 : nil }
    }
}

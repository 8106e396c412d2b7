import Budgets
import Threading

/// Both clocks of a test, and looks at one account.
struct WatchedAccount {
    static let start = 1_800_000_000.0

    var ledger = SpendLedger()
    var account: Account
    var terms = LedgerTerms.standard
    var interval = Duration.seconds(30)
    /// How far the wall clock is off the one that spans are reckoned by.
    var wallError = 0.0

    init(
        _ id: AccountID = .team("t"), limit: Budget.Limit = .unlimited, duration: String? = nil, resetsAt: Double? = nil
    ) {
        account = Account(
            id: id, budget: Budget(limit: limit, duration: duration, resetsAt: resetsAt.map(Self.date)), spend: nil)
    }

    /// Seconds since the start of the test as a date.
    static func date(_ seconds: Double) -> Timestamp {
        Timestamp(unixSeconds: start + seconds)
    }

    func moment(_ seconds: Double) -> Moment {
        Moment(uptime: Uptime(sinceOrigin: .seconds(seconds)), now: Self.date(seconds + wallError))
    }

    /// Looks at the account `seconds` after the start, with what changed in it.
    @discardableResult
    mutating func look(_ seconds: Double, spend: Double?, _ change: (inout Account) -> Void = { _ in }) -> BudgetReset?
    {
        account.spend = spend.map { USD($0) }
        change(&account)
        return ledger.take(account, at: moment(seconds), terms: terms)
    }

    func history(_ seconds: Double) -> AccountHistory? {
        ledger.history(of: account, terms: terms, effectiveInterval: interval, at: moment(seconds))
    }

    /// What its own pattern tells, as of the newest look.
    func pattern(_ seconds: Double) -> Outlook? {
        history(seconds)?.outlooks.first { $0.window == terms.pattern }
    }

    var counter: Double? { history(0)?.spendTotal.amount }

    /// Windows that are told, the pattern aside, with what was spent in them by their rates.
    func spending(_ seconds: Double) -> [String: Double] {
        let outlooks = (history(seconds)?.outlooks ?? []).filter { $0.window != terms.pattern }
        return Dictionary(
            uniqueKeysWithValues: outlooks.map {
                ($0.window.label, $0.ratePerSecond.amount * $0.window.duration.seconds)
            })
    }

    mutating func restart(_ seconds: Double) {
        ledger = SpendLedger(decoding: ledger.encoded(at: moment(seconds)), at: moment(seconds))!
    }
}

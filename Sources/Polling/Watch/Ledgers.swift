import Budgets
import Threading

/// The ledgers of all accounts, for some days also of those that are not there any more: one that comes back goes on
/// counting.
struct Ledgers: Sendable {
    struct Entry: Sendable {
        var ledger = SpendLedger()
        var seenAt: Uptime
        /// Whether a look has changed something since the history was last told.
        var hasNews = true
    }

    static let retention: Duration = .seconds(7 * 86_400)
    /// The share of a window after which its rate is worth telling anew though nothing happened but its edge moving on.
    private static let refresh = 0.01

    let terms: LedgerTerms
    private(set) var entries: [AccountID: Entry] = [:]
    private var ticks: [SpendWindow: Int] = [:]
    private var dueWindows: Set<SpendWindow> = []
    private var oldestIsLookedForAt: Uptime?

    init(_ terms: LedgerTerms) {
        self.terms = terms
    }

    /// Takes a look at an account, whose spend is what was read now. Without one it is no look.
    mutating func take(_ account: Account, at moment: Moment) {
        guard account.spend != nil else { return }
        entries[account.id, default: Entry(seenAt: moment.uptime)].take(account, at: moment, terms: terms)
    }

    /// Begins a round of telling histories: which windows have moved on enough.
    mutating func beginTelling(at uptime: Uptime) {
        dueWindows = []
        for window in Set(AccountKind.allCases.flatMap { terms.windows(of: $0) }) {
            let tick = Int(uptime.sinceOrigin.seconds / (window.duration.seconds * Self.refresh))
            if ticks.updateValue(tick, forKey: window) != tick { dueWindows.insert(window) }
        }
    }

    /// What is to be told of an account, or nil where what was told last still holds: tens of thousands of idle accounts
    /// must not be new at every look.
    mutating func news(of account: Account, effectiveInterval: Duration, at moment: Moment) -> AccountHistory? {
        guard let entry = entries[account.id] else { return nil }
        guard entry.hasNews || account.history == nil || !dueWindows.isEmpty else { return nil }
        guard
            var history = entry.ledger.history(
                of: account, terms: terms, effectiveInterval: effectiveInterval, at: moment)
        else { return nil }
        if let told = account.history, !entry.hasNews {
            for (index, outlook) in history.outlooks.enumerated() where !dueWindows.contains(outlook.window) {
                guard let old = told.outlooks.first(where: { $0.window == outlook.window }) else { continue }
                history.outlooks[index] = old
            }
        }
        if entry.hasNews { entries[account.id]?.hasNews = false }
        return history == account.history ? nil : history
    }

    /// Forgets what was not seen for too long. Looks through all of them once an hour at most.
    mutating func expire(at uptime: Uptime) {
        if let last = oldestIsLookedForAt, uptime - last < .seconds(3600) { return }
        oldestIsLookedForAt = uptime
        entries = entries.filter { uptime - $0.value.seenAt < Self.retention }
    }
}

extension Ledgers.Entry {
    fileprivate mutating func take(_ account: Account, at moment: Moment, terms: LedgerTerms) {
        seenAt = max(seenAt, moment.uptime)
        if ledger.isNews(account) { hasNews = true }
        _ = ledger.take(account, at: moment, terms: terms)
    }
}

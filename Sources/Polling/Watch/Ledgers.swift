import Budgets
import Persistence
import Threading

/// The ledgers of all accounts, for some days also of those that are not there any more: one that comes back goes on
/// counting.
struct Ledgers: Sendable {
    struct Entry: Sendable {
        var ledger = SpendLedger()
        var seenAt: Uptime
        /// Whether a look at all accounts of its kind that came later lacked it.
        var isMissing = false
        /// Whether a look has changed something since the history was last told.
        var hasNews = true
        /// The newest look when it was last told: rates are as of a look, so that time alone does not change them.
        var toldAt: Uptime?
    }

    static let retention: Duration = .seconds(7 * 86_400)
    /// The share of a window after which its rate is worth telling anew though nothing happened but its edge moving on.
    private static let refresh = 0.01
    /// The same of the pattern, as a share of an hour: it moves slowly while nothing is spent.
    private static let patternRefresh = 1.0 / 12

    let terms: LedgerTerms
    private(set) var entries: [AccountID: Entry] = [:]
    /// What a file has still to be told; nil where none is kept.
    var journal: LedgerJournal?
    private var ticks: [SpendWindow: Int] = [:]
    private var dueWindows: Set<SpendWindow> = []
    private var oldestIsLookedForAt: Uptime?

    init(_ terms: LedgerTerms) {
        self.terms = terms
    }

    /// Takes a look at an account, whose spend is what was read now. Without one it is no look.
    ///
    /// - Parameter skew: The local clock less LiteLLM's. The file goes by the local one, which alone is there at a restart, and
    ///   keeps what they differed by: a reset that was due must be due again.
    mutating func take(_ account: Account, at moment: Moment, skew: Duration = .zero) {
        guard account.spend != nil else { return }
        // Not the whole entry, which would be copied when it takes the look.
        let seenBefore = entries[account.id]?.seenAt
        let wasMissing = entries[account.id]?.isMissing ?? false
        let isNews = entries[account.id]?.ledger.isNews(account) ?? true
        let atProxy = Moment(uptime: moment.uptime, now: moment.now - skew)
        entries[account.id, default: Entry(seenAt: moment.uptime)]
            .take(account, isNews: isNews, at: atProxy, terms: terms)
        guard isNews || wasMissing else { return }
        journal?.record(account, at: moment.now, since: seenBefore.map { Self.time($0, at: moment) }, skew: skew)
    }

    /// Notes that all accounts of these kinds were looked at from an instant of the local clock on. Those that were not
    /// seen since are missing.
    mutating func noteWholeLook(at kinds: [AccountKind], since moment: Moment) {
        guard journal != nil else { return }
        let missing = entries.compactMap { id, entry in
            !entry.isMissing && entry.seenAt < moment.uptime && kinds.contains(id.kind) ? id : nil
        }
        for id in missing {
            entries[id]?.isMissing = true
            guard let entry = entries[id], let look = entry.ledger.newestLook(at: id) else { continue }
            let seenAt = Self.time(entry.seenAt, at: moment)
            journal?.record(look, at: seenAt, since: seenAt, skew: .zero, isMissingAfterwards: true)
        }
        kinds.forEach { journal?.lookedAt[$0] = moment.now }
    }

    /// When something was, on the local clock.
    private static func time(_ uptime: Uptime, at moment: Moment) -> Timestamp {
        moment.now - (moment.uptime - uptime)
    }

    /// Begins a round of telling histories: which windows have moved on enough.
    mutating func beginTelling(at uptime: Uptime) {
        dueWindows = []
        for window in Set(AccountKind.allCases.flatMap { terms.toldWindows(of: $0) }) {
            let refresh = window == terms.pattern ? Self.patternRefresh : Self.refresh
            let tick = Int(uptime.sinceOrigin.seconds / (window.duration.seconds * refresh))
            if ticks.updateValue(tick, forKey: window) != tick { dueWindows.insert(window) }
        }
    }

    /// What is to be told of an account, or nil where what was told last still holds: tens of thousands of idle accounts
    /// must not be new at every look.
    mutating func news(of account: Account, effectiveInterval: Duration, at moment: Moment) -> AccountHistory? {
        guard account.spend != nil else { return withoutForecast(account) }
        guard let entry = entries[account.id], entry.hasNews || canHaveMovedOn(account, entry, at: moment.now) else {
            return nil
        }
        guard
            var history = entry.ledger.history(
                of: account, terms: terms, effectiveInterval: effectiveInterval, at: moment)
        else { return nil }
        if let told = account.history, !entry.hasNews {
            for (index, outlook) in history.outlooks.enumerated() where !dueWindows.contains(outlook.window) {
                guard let old = told.outlooks.first(where: { $0.window == outlook.window }), old.leads(like: outlook)
                else { continue }
                history.outlooks[index] = old
            }
        }
        entries[account.id]?.hasNews = false
        entries[account.id]?.toldAt = entry.seenAt
        return history == account.history ? nil : history
    }

    /// What is left to be told of an account whose spend has become unknown: what it spent and when it was reset stays so,
    /// where it leads to nobody knows.
    private mutating func withoutForecast(_ account: Account) -> AccountHistory? {
        guard var history = account.history, !history.outlooks.isEmpty || history.exhaustedSince != nil else {
            return nil
        }
        history.outlooks = []
        history.exhaustedSince = nil
        entries[account.id]?.hasNews = true
        return history
    }

    /// Whether what was told of an account can be different though its figures are the same: not where nothing was spent in
    /// a window that moves on.
    private func canHaveMovedOn(_ account: Account, _ entry: Entry, at now: Timestamp) -> Bool {
        guard let told = account.history else { return true }
        // What is projected to a date ends with it.
        if let reset = account.budget.resetsAt, reset <= now,
            told.outlooks.contains(where: { $0.projectedSpend != nil })
        {
            return true
        }
        guard entry.toldAt != entry.seenAt else { return false }
        let hasMovingWindow = terms.windows(of: account.kind).contains { window in
            dueWindows.contains(window) && told.outlooks.first { $0.window == window }?.ratePerSecond != 0
        }
        // What a pattern expects moves on by itself; an account that never spent has none.
        return hasMovingWindow
            || dueWindows.contains(terms.pattern) && told.outlooks.contains { $0.window == terms.pattern }
    }

    /// Forgets what was not seen for too long. Looks through all of them once an hour at most.
    mutating func expire(at uptime: Uptime) {
        if let last = oldestIsLookedForAt, uptime - last < .seconds(3600) { return }
        oldestIsLookedForAt = uptime
        let gone = entries.filter { uptime - $0.value.seenAt >= Self.retention }.keys
        for id in gone {
            entries[id] = nil
            journal?.forget(id)
        }
    }

    /// Takes over what a file held, on the local clock; from now on the journal says what to add to it.
    /// - Returns: How many ledgers could not be read, so that they begin anew.
    mutating func restore(_ stored: StoredLedgers, at moment: Moment) -> Int {
        func uptime(_ time: Timestamp) -> Uptime { min(moment.uptime, moment.uptime - (moment.now - time)) }
        var unreadable = 0
        for (id, kept) in stored.folded {
            guard let ledger = SpendLedger(decoding: kept.bytes, at: moment) else {
                unreadable += 1
                continue
            }
            entries[id] = Entry(ledger: ledger, seenAt: uptime(kept.seenAt), isMissing: kept.isMissing)
        }
        for look in stored.looks {
            func moment(_ time: Timestamp) -> Moment { Moment(uptime: uptime(time), now: time - look.skew) }
            if let since = look.since {
                entries[look.account]?.stay(until: moment(since), kind: look.account.kind, terms: terms)
            } else {
                entries[look.account] = nil
            }
            var then = moment(look.time)
            // A clock that was set back between two runs must not make looks of the second seem older.
            if let seenAt = entries[look.account]?.seenAt { then.uptime = max(then.uptime, seenAt) }
            entries[look.account, default: Entry(seenAt: then.uptime)]
                .take(Account(look), isNews: true, at: then, terms: terms)
            entries[look.account]?.isMissing = look.isMissingAfterwards
        }
        for (kind, time) in stored.lookedAt {
            let then = Moment(uptime: uptime(time), now: time)
            // Ids of their own, as entries that are being looked through would all be copied.
            for id in Array(entries.keys) where id.kind == kind && entries[id]?.isMissing == false {
                entries[id]?.stay(until: then, kind: kind, terms: terms)
            }
        }
        journal = LedgerJournal(
            lastNumber: stored.lastNumber, unfolded: Set(stored.looks.lazy.map(\.account)))
        return unreadable
    }

    /// The ledgers that changed since they were last kept, or all, to be kept in place of the looks that they have eaten.
    mutating func toBeKept(all: Bool, at moment: Moment) -> [FoldedLedger] {
        guard let changed = journal?.takeUnfolded() else { return [] }
        return (all ? Set(entries.keys) : changed).compactMap { id in
            guard let entry = entries[id] else { return nil }
            let ledger = entry.ledger
            return FoldedLedger(
                account: id, seenAt: Self.time(entry.seenAt, at: moment), isMissing: entry.isMissing,
                bytes: ledger.encoded(at: moment))
        }
    }
}

extension Ledgers.Entry {
    fileprivate mutating func take(_ account: Account, isNews: Bool, at moment: Moment, terms: LedgerTerms) {
        seenAt = max(seenAt, moment.uptime)
        isMissing = false
        if isNews { hasNews = true }
        _ = ledger.take(account, at: moment, terms: terms)
    }

    fileprivate mutating func stay(until moment: Moment, kind: AccountKind, terms: LedgerTerms) {
        seenAt = max(seenAt, moment.uptime)
        ledger.stayed(until: moment, kind: kind, terms: terms)
    }
}

extension Outlook {
    /// Whether only the numbers differ.
    fileprivate func leads(like other: Outlook) -> Bool {
        exhaustsBeforeReset == other.exhaustsBeforeReset && (exhaustsAt == nil) == (other.exhaustsAt == nil)
            && (projectedSpend == nil) == (other.projectedSpend == nil)
    }
}

extension Account {
    /// As much of an account as a ledger eats.
    fileprivate init(_ look: RecordedLook) {
        self.init(id: look.account, budget: Budget(limit: look.limit, resetsAt: look.resetsAt), spend: look.spend)
        totalSpend = look.totalSpend
    }
}

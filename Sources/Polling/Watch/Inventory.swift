import Budgets
import Threading

/// Which accounts there are and how old what is known of each is.
///
/// An account enters by an observation and leaves when it is found gone, or when it was not observed for too long.
struct Inventory: Sendable {
    struct Entry: Sendable {
        var account: Account
        var seenAt: Uptime
        /// When the spend was last known; nil while it never was.
        var spendSeenAt: Uptime?
    }

    private(set) var entries: [AccountID: Entry] = [:]
    /// The ids in order, for as long as none comes or goes: sorting a hundred thousand for each report would be most of it.
    private var sortedIDs: [AccountID]?
    /// Accounts that the exporter's key was refused: they exist, and it sees only a part.
    private(set) var hidden: Set<AccountID> = []

    private static let mostHidden = 1000

    /// Takes an observation: what the answer did not tell stays as it was.
    mutating func observe(_ observation: Observation) {
        var account = observation.account
        var spendSeenAt = account.spend == nil ? nil : observation.uptime
        if let known = entries[account.id] {
            // An answer that was overtaken by a newer one says nothing new.
            guard known.seenAt <= observation.uptime else { return }
            if account.spend == nil {
                account.spend = known.account.spend
                spendSeenAt = known.spendSeenAt
            }
            account.memberCount = account.memberCount ?? known.account.memberCount
            account.keyCount = account.keyCount ?? known.account.keyCount
        }
        let entry = Entry(account: account, seenAt: observation.uptime, spendSeenAt: spendSeenAt)
        if entries.updateValue(entry, forKey: account.id) == nil { sortedIDs = nil }
        hidden.remove(account.id)
    }

    /// Forgets an account that is gone.
    mutating func remove(_ id: AccountID) {
        if entries.removeValue(forKey: id) != nil { sortedIDs = nil }
        hidden.remove(id)
    }

    /// All accounts in the order of their ids.
    mutating func accounts() -> [Account] {
        let ids = sortedIDs ?? entries.keys.sorted()
        sortedIDs = ids
        return ids.compactMap { entries[$0]?.account }
    }

    /// Notes that the exporter's key may not see an account that is there.
    mutating func hide(_ id: AccountID) {
        guard hidden.count < Self.mostHidden else { return }
        hidden.insert(id)
    }

    /// The accounts of a kind that were not seen since `start`, the longest unseen first.
    func unseen(_ kind: AccountKind, since start: Uptime) -> [AccountID] {
        entries.values
            .filter { $0.account.id.kind == kind && $0.seenAt < start }
            .sorted { ($0.seenAt, $0.account.id) < ($1.seenAt, $1.account.id) }
            .map(\.account.id)
    }

    /// Drops what is older than its kind may be; a spend that is too old becomes unknown before its account does.
    mutating func expire(at now: Uptime, after limit: (AccountKind) -> Duration) {
        for (id, entry) in entries {
            let longest = limit(id.kind)
            if now - entry.seenAt >= longest {
                entries[id] = nil
                sortedIDs = nil
            } else if let spendSeenAt = entry.spendSeenAt, now - spendSeenAt >= longest {
                entries[id]?.account.spend = nil
                entries[id]?.spendSeenAt = nil
            }
        }
    }

    /// When the next account, or the spend of one, becomes too old.
    func nextExpiry(after limit: (AccountKind) -> Duration) -> Uptime? {
        let limits = Dictionary(uniqueKeysWithValues: AccountKind.allCases.map { ($0, limit($0)) })
        var earliest: Uptime?
        for entry in entries.values {
            guard let longest = limits[entry.account.id.kind] else { continue }
            let expiry = min(entry.seenAt, entry.spendSeenAt ?? entry.seenAt) + longest
            earliest = min(earliest ?? expiry, expiry)
        }
        return earliest
    }
}

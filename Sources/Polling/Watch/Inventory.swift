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
        /// When the use of its partial budgets was last told, which only single reads do; nil while it never was.
        var partialSpendSeenAt: Uptime?
        /// How many complete sweeps in a row have lacked it.
        var missedSweeps = 0
    }

    private(set) var entries: [AccountID: Entry] = [:]
    /// The ids in order, for as long as none comes or goes: sorting a hundred thousand for each report would be most of it.
    private var sortedIDs: [AccountID]?
    /// Accounts that the exporter's key was refused: they exist, and it sees only a part.
    private(set) var hidden: Set<AccountID> = []
    private var headroomIsCurrent = false
    private var membersOfTeams: [AccountID: Set<AccountID>] = [:]

    private static let mostHidden = 1000

    /// Takes an observation: what the answer did not tell stays as it was. Nil where a newer answer has overtaken it, else
    /// the account as it is known now.
    @discardableResult
    mutating func observe(_ observation: Observation) -> Account? {
        var account = observation.account
        var spendSeenAt = account.spend == nil ? nil : observation.uptime
        var partialSpendSeenAt = account.tellsPartialSpend ? observation.uptime : nil
        if let known = entries[account.id] {
            // An answer that was overtaken by a newer one says nothing new.
            guard known.seenAt <= observation.uptime else { return nil }
            if account.spend == nil {
                account.spend = known.account.spend
                spendSeenAt = known.spendSeenAt
            }
            if account.hasUntoldLimit { account.budget = known.account.budget }
            account.memberCount = account.memberCount ?? known.account.memberCount
            account.keyCount = account.keyCount ?? known.account.keyCount
            // An answer that tells some of it tells all that there is.
            if !account.tellsPartialSpend { account.keepPartialSpend(of: known.account) }
            account.headroom = known.account.headroom
            account.createdAt = account.createdAt ?? known.account.createdAt
            account.history = known.account.history
            partialSpendSeenAt = partialSpendSeenAt ?? known.partialSpendSeenAt
            // Whoever asks what has changed sees by the storage that nothing has.
            if account == known.account { account = known.account } else { headroomIsCurrent = false }
        } else {
            headroomIsCurrent = false
        }
        let entry = Entry(
            account: account, seenAt: observation.uptime, spendSeenAt: spendSeenAt,
            partialSpendSeenAt: partialSpendSeenAt)
        if entries.updateValue(entry, forKey: account.id) == nil {
            sortedIDs = nil
            if let team = account.id.teamOfMember { membersOfTeams[.team(team), default: []].insert(account.id) }
        }
        hidden.remove(account.id)
        return account
    }

    /// Learns that these were all members of a team at an instant: any others are gone.
    mutating func removeMembers(of team: AccountID, except members: [AccountID], at uptime: Uptime) {
        for id in membersOfTeams[team]?.subtracting(members) ?? [] {
            // One that a newer answer has seen has come since.
            if let seenAt = entries[id]?.seenAt, seenAt <= uptime { remove(id) }
        }
    }

    /// Notes what the ledger tells of an account, and returns the account with it.
    mutating func attach(_ history: AccountHistory, to id: AccountID) -> Account? {
        entries[id]?.account.history = history
        return entries[id]?.account
    }

    /// Forgets an account that is gone, and with a team its members.
    mutating func remove(_ id: AccountID) {
        hidden.remove(id)
        drop(id)
    }

    /// Takes an account out, and with a team its members; that it is hidden stays known.
    private mutating func drop(_ id: AccountID) {
        guard entries.removeValue(forKey: id) != nil else { return }
        headroomIsCurrent = false
        sortedIDs = nil
        if let team = id.teamOfMember { membersOfTeams[.team(team)]?.remove(id) }
        membersOfTeams.removeValue(forKey: id)?.forEach { drop($0) }
    }

    /// Notes that a complete sweep lacked an account; whether that was the second time in a row.
    mutating func miss(_ id: AccountID) -> Bool {
        entries[id]?.missedSweeps += 1
        return entries[id]?.missedSweeps ?? 0 >= 2
    }

    /// All accounts in the order of their ids, and so kind by kind.
    mutating func accounts() -> [Account] {
        let ids = sortedIDs ?? entries.keys.sorted()
        sortedIDs = ids
        return ids.compactMap { entries[$0]?.account }
    }

    /// Works out anew what keys can really still spend, where anything was observed or dropped since.
    mutating func assessHeadroom() {
        guard !headroomIsCurrent else { return }
        headroomIsCurrent = true
        let hierarchy = Hierarchy(entries.values.lazy.map(\.account))
        // `indices` would keep a copy of all entries.
        var index = entries.startIndex
        while index != entries.endIndex {
            let account = entries.values[index].account
            if account.kind == .key {
                let headroom = hierarchy.headroom(of: account)
                if account.headroom != headroom { entries.values[index].account.headroom = headroom }
            }
            entries.formIndex(after: &index)
        }
    }

    /// Notes that the exporter's key may not see an account that is there.
    mutating func hide(_ id: AccountID) {
        guard hidden.count < Self.mostHidden else { return }
        hidden.insert(id)
    }

    /// The accounts of a kind that were not seen since `start`, the longest unseen first.
    func unseen(_ kind: AccountKind, since start: Uptime) -> [AccountID] {
        entries.values
            .filter { $0.account.kind == kind && $0.seenAt < start }
            .sorted { ($0.seenAt, $0.account.id) < ($1.seenAt, $1.account.id) }
            .map(\.account.id)
    }

    /// Drops what is older than its kind may be; a spend that is too old becomes unknown before its account does.
    mutating func expire(at now: Uptime, after limit: (AccountKind) -> Duration) {
        var expired: [AccountID] = []
        let limits = Self.limits(limit)
        for (id, entry) in entries {
            guard let longest = limits[id.kind], let longestDetails = limits[.teamMember] else { continue }
            if now - entry.seenAt >= longest {
                expired.append(id)
                continue
            }
            if let spendSeenAt = entry.spendSeenAt, now - spendSeenAt >= longest {
                entries[id]?.account.spend = nil
                headroomIsCurrent = false
                entries[id]?.spendSeenAt = nil
            }
            if let toldAt = entry.partialSpendSeenAt, now - toldAt >= max(longest, longestDetails) {
                entries[id]?.account.forgetPartialSpend()
                headroomIsCurrent = false
                entries[id]?.partialSpendSeenAt = nil
            }
        }
        expired.forEach { drop($0) }
    }

    /// When the next account, or the spend of one, becomes too old.
    func nextExpiry(after limit: (AccountKind) -> Duration) -> Uptime? {
        let limits = Self.limits(limit)
        var earliest: Uptime?
        for entry in entries.values {
            guard let longest = limits[entry.account.kind] else { continue }
            var expiry = min(entry.seenAt, entry.spendSeenAt ?? entry.seenAt) + longest
            if let toldAt = entry.partialSpendSeenAt, let longestDetails = limits[.teamMember] {
                expiry = min(expiry, toldAt + max(longest, longestDetails))
            }
            earliest = min(earliest ?? expiry, expiry)
        }
        return earliest
    }

    /// Asked once a kind, not once an account.
    private static func limits(_ limit: (AccountKind) -> Duration) -> [AccountKind: Duration] {
        Dictionary(uniqueKeysWithValues: AccountKind.allCases.map { ($0, limit($0)) })
    }
}

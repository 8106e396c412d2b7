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
        /// When the limit was last read that is kept as the newest answer's is unreadable; nil where it is the newest answer's.
        var keptLimitSeenAt: Uptime?
        /// The limits of models and windows that are kept as the newest answer's are unreadable, each with when it was read.
        var keptPartialLimits: [PartialLimit: Uptime] = [:]
        /// When the use of its partial budgets was last told, which only single reads do; nil while it never was.
        var partialSpendSeenAt: Uptime?
        /// How many complete sweeps in a row have lacked it.
        var missedSweeps = 0
    }

    /// What came of an observation.
    struct Look: Sendable {
        enum News: Sendable {
            case none
            case isNew
            case hasChanged
        }

        /// As it is known now.
        let account: Account
        let news: News
    }

    /// What stands above keys and has become too old to be shown, until whole looks tell that it is not there: keys that
    /// are still shown neither lose its name nor seem to have more left than before.
    private struct Faded: Sendable {
        let account: Account
        let fadedAt: Uptime
        /// How many whole looks in a row have lacked it.
        var missedSweeps = 0
    }

    private(set) var entries: [AccountID: Entry] = [:]
    private var faded: [AccountID: Faded] = [:]
    /// The ids in order, for as long as none comes or goes: sorting a hundred thousand for each report would be most of it.
    private var sortedIDs: [AccountID]?
    /// Accounts that the exporter's key was refused: they exist, and it sees only a part.
    private(set) var hidden: Set<AccountID> = []
    private var headroomIsCurrent = false
    private var membersOfTeams: [AccountID: Set<AccountID>] = [:]

    private static let mostHidden = 1000

    /// Takes an observation: what the answer did not tell stays as it was. Nil where a newer answer has overtaken it.
    @discardableResult
    mutating func observe(_ observation: Observation) -> Look? {
        var news = Look.News.isNew
        var account = observation.account
        var spendSeenAt = account.spend == nil ? nil : observation.uptime
        var partialSpendSeenAt = account.tellsPartialSpend ? observation.uptime : nil
        var keptLimitSeenAt: Uptime?
        var keptPartialLimits: [PartialLimit: Uptime] = [:]
        if let known = entries[account.id] {
            // An answer that was overtaken by a newer one says nothing new.
            guard known.seenAt <= observation.uptime else { return nil }
            if account.spend == nil {
                account.spend = known.account.spend
                spendSeenAt = known.spendSeenAt
            }
            if account.hasUntoldLimit {
                account.budget = known.account.budget
                keptLimitSeenAt = known.keptLimitSeenAt
            } else if account.budget.limit == .unreadable, known.account.budget.limit != .unreadable {
                account.budget.keepWhatIsUnread(of: known.account.budget)
                keptLimitSeenAt = known.keptLimitSeenAt ?? known.seenAt
            }
            for limit in account.keepPartialLimits(of: known.account) {
                keptPartialLimits[limit] = known.keptPartialLimits[limit] ?? known.seenAt
            }
            account.memberCount = account.memberCount ?? known.account.memberCount
            account.keyCount = account.keyCount ?? known.account.keyCount
            // An answer that tells some of it tells all that there is.
            if !account.tellsPartialSpend { account.keepPartialSpend(of: known.account) }
            account.headroom = known.account.headroom
            account.createdAt = account.createdAt ?? known.account.createdAt
            account.history = known.account.history
            partialSpendSeenAt = partialSpendSeenAt ?? known.partialSpendSeenAt
            // Whoever asks what has changed sees by the storage that nothing has.
            if account == known.account {
                account = known.account
                news = .none
            } else {
                headroomIsCurrent = false
                news = .hasChanged
            }
        } else {
            headroomIsCurrent = false
        }
        faded[account.id] = nil
        let entry = Entry(
            account: account, seenAt: observation.uptime, spendSeenAt: spendSeenAt,
            keptLimitSeenAt: keptLimitSeenAt, keptPartialLimits: keptPartialLimits,
            partialSpendSeenAt: partialSpendSeenAt)
        if entries.updateValue(entry, forKey: account.id) == nil {
            sortedIDs = nil
            if let team = account.id.teamOfMember { membersOfTeams[.team(team), default: []].insert(account.id) }
        }
        hidden.remove(account.id)
        return Look(account: account, news: news)
    }

    /// Learns that these were all members of a team at an instant: any others are gone; how many that are.
    @discardableResult
    mutating func removeMembers(of team: AccountID, except members: [AccountID], at uptime: Uptime) -> Int {
        var removed = 0
        forgetFadedMembers(of: team, except: Set(members), since: uptime)
        for id in membersOfTeams[team]?.subtracting(members) ?? [] {
            // One that a newer answer has seen has come since.
            guard let seenAt = entries[id]?.seenAt, seenAt <= uptime else { continue }
            remove(id)
            removed += 1
        }
        return removed
    }

    /// Notes what the ledger tells of an account, and returns the account with it.
    mutating func attach(_ history: AccountHistory, to id: AccountID) -> Account? {
        entries[id]?.account.history = history
        return entries[id]?.account
    }

    /// Forgets an account that is gone, and with a team its members.
    mutating func remove(_ id: AccountID) {
        hidden.remove(id)
        if faded.removeValue(forKey: id) != nil { headroomIsCurrent = false }
        if id.kind == .team { forgetFadedMembers(of: id) }
        drop(id)
    }

    /// Those of a team that is gone, or that was read and lacks them.
    private mutating func forgetFadedMembers(
        of team: AccountID, except members: Set<AccountID> = [], since start: Uptime? = nil
    ) {
        guard !faded.isEmpty else { return }
        let gone = faded.filter { id, member in
            id.teamOfMember.map { .team($0) } == team && !members.contains(id)
                && start.map { member.fadedAt <= $0 } ?? true
        }
        guard !gone.isEmpty else { return }
        gone.keys.forEach { faded[$0] = nil }
        headroomIsCurrent = false
    }

    /// Learns that a whole look at these kinds lacked what has faded of them. What has faded meanwhile may have been seen by it
    /// before.
    ///
    /// - Parameters:
    ///   - start: When the look began.
    ///   - isProof: Whether that is enough; if not, it takes another in a row, as offset paging skips rows.
    mutating func missFaded(_ kinds: [AccountKind], since start: Uptime, isProof: Bool) {
        for (id, account) in faded where kinds.contains(id.kind) && account.fadedAt <= start {
            faded[id]?.missedSweeps += 1
            guard isProof || account.missedSweeps > 0 else { continue }
            faded[id] = nil
            headroomIsCurrent = false
        }
    }

    /// Forgets which accounts the exporter's key was refused.
    mutating func forgetHidden() {
        hidden = []
    }

    /// The aliases of all teams that are known, or were until they became too old.
    func aliasesOfTeams() -> [AccountID: String] {
        var aliases: [AccountID: String] = [:]
        for account in faded.values.map(\.account) where account.kind == .team {
            aliases[account.id] = account.identity.alias
        }
        for entry in entries.values where entry.account.kind == .team {
            aliases[entry.account.id] = entry.account.identity.alias
        }
        return aliases
    }

    /// Takes an account out, and with a team its members; that it is hidden stays known.
    private mutating func drop(_ id: AccountID) {
        guard entries.removeValue(forKey: id) != nil else { return }
        headroomIsCurrent = false
        sortedIDs = nil
        if let team = id.teamOfMember { membersOfTeams[.team(team)]?.remove(id) }
        membersOfTeams.removeValue(forKey: id)?.forEach { drop($0) }
    }

    /// Drops what is not watched any more, and with a team its members.
    mutating func keep(_ isWatched: (Account) -> Bool) {
        for account in entries.values.map(\.account) where !isWatched(account) { remove(account.id) }
        faded = faded.filter { isWatched($0.value.account) }
        headroomIsCurrent = false
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
        let hierarchy = Hierarchy(entries.values.map(\.account) + faded.values.map(\.account))
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

    /// Drops what is older than its kind may be; a spend or a limit that is too old becomes unknown before its account does.
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
            if let limitSeenAt = entry.keptLimitSeenAt, now - limitSeenAt >= longest {
                entries[id]?.account.budget.limit = .unreadable
                headroomIsCurrent = false
                entries[id]?.keptLimitSeenAt = nil
            }
            for (limit, seenAt) in entry.keptPartialLimits where now - seenAt >= longest {
                entries[id]?.account.forget(limit)
                headroomIsCurrent = false
                entries[id]?.keptPartialLimits[limit] = nil
            }
            if let toldAt = entry.partialSpendSeenAt, now - toldAt >= max(longest, longestDetails) {
                entries[id]?.account.forgetPartialSpend()
                headroomIsCurrent = false
                entries[id]?.partialSpendSeenAt = nil
            }
        }
        for id in expired {
            fade(id, at: now)
            // They are read after their team, and until then the key of one would seem to have more left.
            membersOfTeams[id]?.forEach { fade($0, at: now) }
            drop(id)
        }
    }

    /// Keeps in mind that there is such an account, where it stands above keys.
    private mutating func fade(_ id: AccountID, at uptime: Uptime) {
        switch id.kind {
        case .team, .teamMember, .organization, .user, .proxy:
            guard var account = entries[id]?.account else { return }
            account.spend = nil
            faded[id] = Faded(account: account, fadedAt: uptime)
        case .key, .customer, .provider: break
        }
    }

    /// When the next account, or the spend or limit of one, becomes too old.
    func nextExpiry(after limit: (AccountKind) -> Duration) -> Uptime? {
        let limits = Self.limits(limit)
        var earliest: Uptime?
        for entry in entries.values {
            guard let longest = limits[entry.account.kind] else { continue }
            let oldest = min(
                entry.seenAt, entry.spendSeenAt ?? entry.seenAt, entry.keptLimitSeenAt ?? entry.seenAt,
                entry.keptPartialLimits.values.min() ?? entry.seenAt)
            var expiry = oldest + longest
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

extension Budget {
    /// Keeps the limit that is known where that of an answer cannot be read, and with it what else stands in the same row.
    fileprivate mutating func keepWhatIsUnread(of known: Budget) {
        limit = known.limit
        softLimit = softLimit ?? known.softLimit
        duration = duration ?? known.duration
        resetsAt = resetsAt ?? known.resetsAt
    }
}

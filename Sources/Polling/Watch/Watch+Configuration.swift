import Budgets
import LiteLLMAdmin
import Threading

extension Watch {
    /// Goes by another configuration from now on; nothing may be sweeping meanwhile.
    ///
    /// Whatever is still watched stays as it is known, and ledgers and counts go on. What is not watched any more is dropped at
    /// once, and in another mode sources begin anew, as what they look at is another set of accounts.
    func follow(_ configuration: Poller.Configuration, at uptime: Uptime) {
        for kind in AccountKind.allCases { earlierAges[kind] = leastAge(kind) }
        // The earlier of two that were cut off, as neither has come to its last account.
        cutOffStarts.merge(sweepStarts) { min($0, $1) }
        longestCutOffs.merge(sweepStarts.mapValues { uptime - $0 }) { max($0, $1) }
        let isOtherMode = configuration.mode != self.configuration.mode
        self.configuration = configuration
        let known = statuses
        statuses = Dictionary(
            uniqueKeysWithValues: configuration.intervals.map { source, interval in
                var status = known[source] ?? SourceStatus(source, interval: interval)
                status.interval = interval
                if isOtherMode { status.beginAnew() }
                return (source, status)
            })
        upstream.follow(configuration.endpoints)
        for kind in AccountKind.allCases { shown[kind]?.limit = configuration.limits[kind] ?? .max }
        inventory.keep { !(isOtherMode && configuration.mode == .own) && configuration.watches($0) }
        if isOtherMode {
            // What was hidden in the other mode is not asked for in this one, which would never find it again.
            coverage = KeyCoverage()
            inventory.forgetHidden()
            routes = RouteMemory()
        } else {
            coverage.beginAnew()
        }
        // What was under way was cut off.
        sweepStarts = [:]
        cutOffStarts = cutOffStarts.filter { statuses[$0.key] != nil }
        longestCutOffs = longestCutOffs.filter { statuses[$0.key] != nil }
        announcements.keep(isOtherMode ? [] : Set(statuses.keys).intersection(known.keys))
        round = statuses[.details] == nil ? RoundStatus() : round.cutOff(at: uptime)
        // The next poller finds it out for itself.
        dialect = Dialect()
    }
}

extension Poller.Configuration {
    /// Whether an account is watched, where that can be told before a look.
    fileprivate func watches(_ account: Account) -> Bool {
        guard kinds.contains(account.kind) else { return false }
        switch (mode, account.id) {
        case (.discover, .team(let id)): return teamFilter.admits(id: id, alias: account.identity.alias)
        case (.discover, .key(let hash)): return keyFilter.admits(id: hash, alias: account.identity.alias)
        case (.listed, .team(let id)): return listedTeams.contains(id)
        case (.listed, .key(let hash)): return listedKeyHashes.contains(hash)
        // Members go with their teams.
        default: return true
        }
    }
}

extension SourceStatus {
    /// As before the first sweep, but for what is counted.
    fileprivate mutating func beginAnew() {
        let (sweeps, rejections) = (self.sweeps, self.rejections)
        self = SourceStatus(source, interval: interval)
        self.sweeps = sweeps
        self.rejections = rejections
    }
}

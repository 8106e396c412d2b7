public import Budgets
import LiteLLMAdmin
public import Persistence

extension Poller {
    /// What is polled, how often, and how much of it is shown.
    public struct Configuration: Sendable {
        /// Whether accounts are read one by one, for what lists do not tell.
        public enum Details: String, CaseIterable, Sendable {
            /// Those near their limits always, the others where a round takes no longer than a quarter of an hour.
            case auto
            case on
            case off
        }

        public var mode: PollMode = .discover
        /// What is watched in the mode `listed`.
        public var listedTeams: [String] = []
        public var listedKeyHashes: [String] = []
        public var teamsInterval: Duration = .seconds(30)
        public var keysInterval: Duration = .seconds(60)
        /// The intervals of those sources among users, customers, organisations and providers that are switched on.
        public var otherIntervals: [SourceID: Duration] = [:]
        public var details: Details = .auto
        /// Whether members of teams are watched; they are read with the details.
        public var watchesMembers = true
        /// The part of the time that requests may be under way, above 0 and up to 1.
        public var maximumDuty = 0.1
        /// How long an account that is not observed goes on being shown; at least three effective intervals.
        public var staleAfter: Duration = .seconds(300)
        public var backOff: BackOff = .standard
        /// The windows of rates and what else ledgers go by.
        public var ledgerTerms: LedgerTerms = .standard
        /// Where ledgers are kept over restarts; nil where they are not.
        public var stateFile: LedgerFile?
        public var teamFilter = AccountFilter()
        public var keyFilter = AccountFilter()
        /// How many accounts of a kind are shown; all are polled.
        public var limits: [AccountKind: Int] = [:]

        /// Doubts about more accounts than this wait for the next sweep.
        let mostVerificationsPerSweep = 20

        public init() {}

        /// The interval of each enabled source.
        var intervals: [SourceID: Duration] {
            var intervals: [SourceID: Duration] = [:]
            switch mode {
            case .discover:
                intervals = [.teams: teamsInterval, .keys: keysInterval, .proxy: teamsInterval]
                if details != .off { intervals[.details] = teamsInterval }
            case .listed:
                // Reading accounts one by one is all that is done, so that details come with it.
                if !listedTeams.isEmpty { intervals[.teams] = teamsInterval }
                if !listedKeyHashes.isEmpty { intervals[.keys] = keysInterval }
                intervals[.proxy] = teamsInterval
            case .own:
                return [.teams: teamsInterval, .keys: keysInterval]
            }
            return intervals.merging(otherIntervals) { _, other in other }
        }

        /// The source whose success makes `litellm_up` 1.
        var discoverySource: SourceID {
            switch mode {
            case .discover: .teams
            case .listed: listedTeams.isEmpty ? .keys : .teams
            case .own: .keys
            }
        }

        /// The kinds of account that there can be.
        var kinds: [AccountKind] {
            let sources = intervals.keys
            return AccountKind.allCases.filter { kind in
                guard kind == .teamMember else { return sources.contains(kind.source) }
                return watchesMembers && sources.contains(mode == .discover ? .details : .teams)
            }
        }

        /// What may be asked of the proxy.
        var endpoints: Set<Endpoint> {
            var endpoints: Set<Endpoint> = [.readiness, .keyInfo]
            for source in intervals.keys {
                switch source {
                case .teams: endpoints.formUnion(mode == .discover ? [.teamList, .teamInfo] : [.teamInfo])
                case .keys: endpoints.formUnion(mode == .discover ? [.keyList] : [])
                case .users: endpoints.insert(.userList)
                case .customers: endpoints.insert(.customerList)
                case .organizations: endpoints.formUnion([.organizationList, .budgetList])
                case .providers: endpoints.insert(.providerBudgets)
                case .proxy: endpoints.insert(.userInfo)
                case .details: endpoints.insert(.teamInfo)
                }
            }
            return endpoints
        }

        /// Which members of teams are watched, where an administrator's key can see all.
        var members: WantedMembers { watchesMembers ? .all : .none }
    }
}

import Budgets
import LiteLLMAdmin
import Threading

extension Poller {
    /// The enabled sources.
    func sources() -> [SourceID: any Source] {
        var sources: [SourceID: any Source] = [:]
        for id in configuration.intervals.keys { sources[id] = source(id) }
        return sources
    }

    /// Whether accounts that are not near their limits are read one by one too.
    var hasRound: Bool { configuration.intervals[.details] != nil }

    var backgroundRound: BackgroundRound {
        BackgroundRound(
            mode: configuration.details, interval: configuration.teamsInterval, details: details, watch: watch,
            time: time, log: log)
    }

    private var details: AccountDetails {
        AccountDetails(
            api: api, teamFilter: configuration.teamFilter, keyFilter: configuration.keyFilter,
            members: configuration.members, watch: watch, time: time)
    }

    private func source(_ id: SourceID) -> any Source {
        switch id {
        case .teams: teams
        case .keys: keys
        case .details: HotAccounts(details: details, watch: watch, time: time)
        case .proxy: UnpagedSource(list: ProxyBudget(api: api, dialect: dialect, time: time), time: time)
        case .users: ListSource(list: UserList(api: api), watch: watch, time: time)
        case .customers: UnpagedSource(list: CustomerList(api: api, time: time), time: time)
        case .organizations: UnpagedSource(list: OrganizationList(api: api, time: time), time: time)
        case .providers: UnpagedSource(list: ProviderList(api: api, time: time), time: time)
        }
    }

    private var teams: any Source {
        switch configuration.mode {
        case .discover:
            let list = TeamList(api: api, filter: configuration.teamFilter, time: time)
            let atOnce = TeamsAtOnce(api: api, filter: configuration.teamFilter, time: time)
            return AllTeams(
                pages: ListSource(list: list, watch: watch, time: time),
                atOnce: UnpagedSource(list: atOnce, time: time), dialect: dialect, time: time)
        case .listed:
            return ListedAccounts(
                id: .teams, accounts: configuration.listedTeams.map { .team($0) }, api: api,
                members: configuration.members, ownKey: ownKey(for: .teams), watch: watch, time: time)
        case .own: return OwnTeam(api: api, watch: watch, time: time)
        }
    }

    private func ownKey(for source: SourceID) -> OwnKeyReading? {
        source == configuration.discoverySource ? OwnKeyReading(api: api, watch: watch) : nil
    }

    private var keys: any Source {
        switch configuration.mode {
        case .discover:
            let list = KeyList(api: api, filter: configuration.keyFilter, watch: watch, time: time)
            return AllKeys(
                whole: ListSource(list: list, watch: watch, time: time),
                byHash: KeysByHash(keys: list, watch: watch, time: time), dialect: dialect, time: time)
        case .listed:
            return ListedAccounts(
                id: .keys, accounts: configuration.listedKeyHashes.map { .key(hash: $0) }, api: api, members: .none,
                ownKey: ownKey(for: .keys), watch: watch, time: time)
        case .own: return OwnKey(api: api, watch: watch, time: time)
        }
    }
}

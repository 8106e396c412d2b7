import Budgets
import LiteLLMAdmin
import Threading

extension Poller {
    /// A source, what its requests cost, and the pace that it sweeps at.
    struct MeteredSource: Sendable {
        let source: any Source
        let meter: RequestMeter
        let pace = Published(Pace.withoutRest)
    }

    /// The enabled sources.
    func sources() -> [SourceID: MeteredSource] {
        var sources: [SourceID: MeteredSource] = [:]
        for id in configuration.intervals.keys {
            let meter = RequestMeter()
            sources[id] = MeteredSource(source: source(id, api: metered(by: meter)), meter: meter)
        }
        return sources
    }

    private func metered(by meter: RequestMeter) -> AdminAPI {
        api.observed { meter.count($0) }
    }

    /// Whether accounts that are not near their limits are read one by one too.
    var hasRound: Bool { configuration.intervals[.details] != nil }

    func backgroundRound() -> BackgroundRound {
        let meter = RequestMeter()
        return BackgroundRound(
            mode: configuration.details, interval: configuration.teamsInterval, backOff: configuration.backOff,
            details: details(metered(by: meter)), meter: meter, watch: watch, time: time, log: logger.say)
    }

    private func details(_ api: AdminAPI) -> AccountDetails {
        AccountDetails(
            api: api, teamFilter: configuration.teamFilter, keyFilter: configuration.keyFilter,
            members: configuration.members, watch: watch, time: time)
    }

    private func source(_ id: SourceID, api: AdminAPI) -> any Source {
        switch id {
        case .teams: teams(api)
        case .keys: keys(api)
        case .details: HotAccounts(details: details(api), watch: watch, time: time)
        case .proxy: UnpagedSource(list: ProxyBudget(api: api, dialect: dialect, time: time), time: time)
        case .users: ListSource(list: UserList(api: api, time: time), watch: watch, time: time)
        case .customers: UnpagedSource(list: CustomerList(api: api, time: time), time: time)
        case .organizations: UnpagedSource(list: OrganizationList(api: api, time: time), time: time)
        case .providers: UnpagedSource(list: ProviderList(api: api, time: time), time: time)
        }
    }

    private func teams(_ api: AdminAPI) -> any Source {
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
                members: configuration.members, ownKey: ownKey(for: .teams, api), watch: watch, time: time)
        case .own: return OwnTeam(api: api, watch: watch, time: time)
        }
    }

    private func ownKey(for source: SourceID, _ api: AdminAPI) -> OwnKeyReading? {
        source == configuration.discoverySource ? OwnKeyReading(api: api, watch: watch) : nil
    }

    private func keys(_ api: AdminAPI) -> any Source {
        switch configuration.mode {
        case .discover:
            let list = KeyList(api: api, filter: configuration.keyFilter, watch: watch, time: time)
            return AllKeys(
                whole: ListSource(list: list, watch: watch, time: time),
                byHash: KeysByHash(keys: list, watch: watch, time: time), dialect: dialect, time: time)
        case .listed:
            return ListedAccounts(
                id: .keys, accounts: configuration.listedKeyHashes.map { .key(hash: $0) }, api: api, members: .none,
                ownKey: ownKey(for: .keys, api), watch: watch, time: time)
        case .own: return OwnKey(api: api, watch: watch, time: time)
        }
    }
}

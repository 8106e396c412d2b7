import Budgets
import FoundationEssentials
import LiteLLMAdmin
import LiteLLMSimulator
import Testing
import Threading

@testable import Polling

/// Polling of proxies that do not know the newest questions.
@Suite(.serialized, .timeLimit(.minutes(10))) struct OlderProxyTests {
    /// Before LiteLLM 1.59: no pages of teams, hashes of keys alone, no user by id.
    private static let oldest: ProxySettings = {
        var settings = ProxySettings()
        settings.absentRoutes = ["/v2/team/list", "/v2/user/info"]
        settings.listsKeysAsHashesOnly = true
        settings.omittedMembers = ["total_spend", "budget_limits", "members_count", "keys_count"]
        settings.toldVersion = "1.55.12"
        return settings
    }()

    /// LiteLLM 1.67 to 1.81: pages of teams that show a viewer nothing.
    private static let blind: ProxySettings = {
        var settings = ProxySettings()
        settings.absentRoutes = ["/v2/user/info"]
        settings.hidesTeamPagesFromViewers = true
        settings.omittedMembers = oldest.omittedMembers
        settings.toldVersion = "1.72.6"
        return settings
    }()

    private static let versions: [(name: String, settings: ProxySettings, lacks: Set<Dialect.Question>)] = [
        ("the oldest", oldest, [.teamPages, .wholeKeys, .singleUser]),
        ("one blind to viewers", blind, [.teamPages, .singleUser]),
    ]

    private func population(teams: Int = 130, keys: Int = 40) -> Population {
        .generated(teams: teams, keys: keys, seed: 7, at: 1_795_222_095)
    }

    /// Watched with a viewer's key that may ask for the older routes too.
    private func watched(
        _ population: Population, settings: ProxySettings = ProxySettings(), latency: Duration = .zero,
        configure: (inout Poller.Configuration) -> Void = { $0.details = .off }
    ) async -> WatchedProxy {
        let watched = WatchedProxy(population, settings: settings, latency: latency, configure: configure)
        await watched.proxy.updateKey(SimulatedKey.token(of: Population.viewerKey)) { $0.allowedRoutes = [] }
        return watched
    }

    private func isComplete(_ report: Report, _ source: SourceID) -> Bool {
        report.sources.contains { $0.source == source && $0.lastSuccess != nil }
    }

    private func requests(_ watched: WatchedProxy, _ route: String) async -> Int {
        await watched.proxy.requestCounts[route] ?? 0
    }

    @Test("reads every team and key", arguments: versions)
    func readsEverything(name: String, settings: ProxySettings, lacks: Set<Dialect.Question>) async throws {
        let watched = await watched(population(), settings: settings)
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") {
                isComplete($0, .teams) && isComplete($0, .keys) && isComplete($0, .proxy)
            }
            let report = await watched.report()
            #expect(report.isReady && report.proxyIsUp)
            let teams = await watched.proxy.teams.sorted { $0.id < $1.id }
            #expect(report.accounts(.team).map(\.id.text) == teams.map(\.id))
            #expect(report.accounts(.team).map(\.spend?.amount) == teams.map(\.spend))
            #expect(report.accounts(.team).map(\.memberCount) == teams.map(\.members.count))
            let keys = await watched.proxy.keys.filter { $0.token != SimulatedKey.token(of: Population.viewerKey) }
                .sorted { $0.token < $1.token }
            #expect(report.accounts(.key).map(\.id.text) == keys.map(\.token))
            #expect(report.accounts(.key).map(\.spend?.amount) == keys.map(\.spend))
            #expect(report.sources.allSatisfy { !$0.isPartial && $0.failure == nil })
            #expect(await watched.watch.dialect.lacks == lacks)
            #expect(watched.mostUnderWay <= 2)
        }
    }

    @Test("teams at once are asked for every five minutes and no more, and do not grow stale", arguments: versions)
    func sparesTheProxy(name: String, settings: ProxySettings, lacks: Set<Dialect.Question>) async throws {
        let watched = await watched(population(teams: 30, keys: 5), settings: settings)
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") { isComplete($0, .teams) }
            let first = await requests(watched, "/team/list")
            try await watched.pass(.seconds(1500)) { #expect($0.accounts(.team).count == 30) }
            // The schedule is up to a tenth early.
            let asked = await requests(watched, "/team/list") - first
            #expect((4...6).contains(asked))
            // The newer question is not asked again.
            #expect(await requests(watched, "/v2/team/list") <= 1)
        }
    }

    @Test("the newer questions are asked again after an upgrade, and then alone")
    func upgrade() async throws {
        let watched = await watched(population(teams: 30, keys: 5), settings: Self.oldest)
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") { isComplete($0, .teams) }
            var newest = ProxySettings()
            newest.toldVersion = nil
            await watched.proxy.upgrade(to: newest)
            try await watched.wait(atMost: .seconds(310), "the dialect stays") { _ in
                await watched.watch.dialect == Dialect()
            }
            let older = await requests(watched, "/team/list")
            try await watched.pass(.seconds(120))
            #expect(await requests(watched, "/team/list") == older)
            #expect(await requests(watched, "/v2/team/list") >= 4)
            #expect(await watched.report().accounts(.team).count == 30)
        }
    }

    @Test("without a version to know an upgrade by, the newer questions are asked again within about an hour")
    func unseenUpgrade() async throws {
        var settings = Self.oldest
        settings.toldVersion = nil
        let watched = await watched(population(teams: 10, keys: 2), settings: settings) {
            $0.details = .off
            $0.keysInterval = .seconds(600)
        }
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") { isComplete($0, .teams) }
            await watched.proxy.upgrade(to: ProxySettings())
            let took = try await watched.wait(atMost: .seconds(4300), "the dialect stays") { _ in
                await watched.watch.dialect == Dialect()
            }
            #expect(took >= .seconds(3300))
        }
    }

    @Test("a downgrade is noticed at the next sweep")
    func downgrade() async throws {
        let watched = await watched(population(teams: 30, keys: 5))
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") { isComplete($0, .keys) }
            await watched.proxy.upgrade(to: Self.oldest)
            try await watched.wait(atMost: .seconds(70), "the dialect stays") { _ in
                await watched.watch.dialect.lacks == Set(Dialect.Question.allCases)
            }
            #expect(await watched.report().accounts(.team).count == 30)
        }
    }

    @Test("an outage is no older version, whatever it answers, and removes nothing", arguments: [nil, oldest])
    func outage(settings: ProxySettings?) async throws {
        let watched = await watched(population(teams: 30, keys: 5), settings: settings ?? ProxySettings())
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") {
                isComplete($0, .teams) && isComplete($0, .keys) && isComplete($0, .proxy)
            }
            let before = await watched.watch.dialect
            let keys = await watched.report().accounts(.key).count
            await watched.proxy.inject(Fault(.databaseOutage))
            try await watched.pass(.seconds(120)) {
                #expect($0.accounts(.team).count == 30 && $0.accounts(.key).count == keys)
            }
            await watched.proxy.clearFaults()
            try await watched.pass(.seconds(60))
            #expect(await watched.watch.dialect == before)
            if settings == nil { #expect(await requests(watched, "/team/list") == 0) }
        }
    }

    @Test("a team that the proxy cannot be asked for is gone after two complete lists without it, not after one")
    func removesAfterTwoSweeps() async throws {
        let watched = await watched(population(teams: 30, keys: 5), settings: Self.oldest)
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") { isComplete($0, .teams) }
            let gone = await watched.proxy.teams[7].id
            await watched.proxy.apply(.deleteTeam(id: gone))
            let before = await requests(watched, "/team/list")
            try await watched.wait(atMost: .seconds(700), "the team stays") {
                !$0.accounts(.team).contains { $0.id.text == gone }
            }
            #expect(await requests(watched, "/team/list") == before + 2)
            #expect(await watched.report().accounts(.team).count == 29)
        }
    }

    @Test("a key that is gone goes, and only it, where only hashes are listed")
    func removesDeletedKeys() async throws {
        let watched = await watched(population(teams: 10, keys: 30), settings: Self.oldest)
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") { isComplete($0, .keys) }
            let gone = await watched.proxy.keys[10].token
            let count = await watched.report().accounts(.key).count
            await watched.proxy.apply(.deleteKey(token: gone))
            try await watched.wait(atMost: .seconds(130), "the key stays") {
                !$0.accounts(.key).contains { $0.id.text == gone }
            }
            #expect(await watched.report().accounts(.key).count == count - 1)
        }
    }

    @Test("keys one by one take no more than their share of the time")
    func readsKeysGently() async throws {
        let latency = Duration.milliseconds(500)
        let watched = await watched(population(teams: 5, keys: 40), settings: Self.oldest, latency: latency)
        try await watched.run {
            try await watched.wait(atMost: .seconds(60), "nothing is complete") { isComplete($0, .keys) }
            let before = await watched.proxy.requestCounts.values.reduce(0, +)
            try await watched.pass(.seconds(1200)) { #expect($0.accounts(.key).count >= 39) }
            let requests = await watched.proxy.requestCounts.values.reduce(0, +) - before
            let share = Double(requests) * latency.seconds / 1200
            #expect(share <= 0.15, "\(requests) requests")
            #expect(share >= 0.02, "\(requests) requests")
        }
    }

    @Test(
        "a limit that the list does not tell is unknown, not none, until the key is read alone",
        arguments: [
            (#"{"max_budget":null,"litellm_budget_table":null}"#, Budget.Limit.unknown, true),
            (#"{"max_budget":3,"litellm_budget_table":null}"#, .limited(3), false),
            (#"{"max_budget":null,"litellm_budget_table":null,"budget_id":null}"#, .unlimited, false),
            (#"{"max_budget":null,"litellm_budget_table":{"max_budget":7}}"#, .limited(7), false),
        ])
    func untoldLimit(json: String, limit: Budget.Limit, isUntold: Bool) throws {
        let row = try JSONDecoder().decode(KeyRow.self, from: Data(json.utf8))
        let reading = AccountReading(
            row, hash: String(repeating: "a", count: 64), filter: AccountFilter(), now: Timestamp(unixSeconds: 0))
        guard case .account(let account) = reading else {
            Issue.record("\(reading)")
            return
        }
        #expect(account.budget.limit == limit)
        #expect(account.hasUntoldLimit == isUntold)
    }

    @Test("a limit that was read alone outlives the list that does not tell it; each round reads it again")
    func untoldLimitStays() async {
        let watch = Watch(Poller.Configuration())
        let id = AccountID.key(hash: String(repeating: "a", count: 64))
        func uptime(_ seconds: Int) -> Uptime { Uptime(sinceOrigin: .seconds(seconds)) }
        var listed = Account(id: id, budget: Budget(limit: .unknown), spend: 1)
        listed.hasUntoldLimit = true
        await watch.observe([Observation(listed, at: uptime(1))])
        #expect(await watch.beginRound(at: uptime(2)) == [id])
        await watch.observe([Observation(Account(id: id, budget: Budget(limit: .limited(7)), spend: 1), at: uptime(3))])
        listed.spend = 2
        await watch.observe([Observation(listed, at: uptime(4))])
        let known = await watch.inventory.entries[id]?.account
        #expect(known?.budget.limit == .limited(7))
        #expect(known?.spend == 2)
        #expect(await watch.beginRound(at: uptime(5)) == [id])
    }

    @Test("what a proxy lacks is said once, and once more when it does not any more")
    func saysItOnce() async {
        let watch = Watch(Poller.Configuration())
        #expect(await watch.learn(Dialect()).isEmpty)
        #expect(await watch.learn(Dialect(lacks: [.teamPages])) == [.proxyLacks(.teamPages)])
        #expect(await watch.learn(Dialect(lacks: [.teamPages])).isEmpty)
        #expect(
            await watch.learn(Dialect(lacks: [.wholeKeys])) == [.proxyLacksNoMore(.teamPages), .proxyLacks(.wholeKeys)])
    }
}

import Budgets
import Curl
import LiteLLMAdmin
import LiteLLMSimulator
import Logging
import Testing
import Threading

@testable import Polling

/// The whole of polling against a simulated proxy: hours pass in milliseconds.
@Suite(.serialized, .timeLimit(.minutes(3))) struct PollerTests {
    private func population(teams: Int = 230, keys: Int = 120) -> Population {
        .generated(teams: teams, keys: keys, seed: 7, at: 1_795_222_095)
    }

    private func isComplete(_ report: Report, _ source: SourceID) -> Bool {
        report.sources.contains { $0.source == source && $0.lastSuccess != nil }
    }

    private func status(_ report: Report, _ source: SourceID) -> SourceStatus? {
        report.sources.first { $0.source == source }
    }

    @Test("the first sweeps bring every team and key of the proxy, within seconds")
    func readsEverything() async throws {
        let watched = WatchedProxy(population())
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") {
                isComplete($0, .teams) && isComplete($0, .keys)
            }
            let report = await watched.report()
            #expect(report.isReady && report.proxyIsUp)
            let teams = await watched.proxy.teams.sorted { $0.id < $1.id }
            #expect(report.accounts(.team).map(\.id.text) == teams.map(\.id))
            #expect(report.accounts(.team).map(\.spend?.amount) == teams.map(\.spend))
            #expect(report.accounts(.team).map(\.budget.limit.amount?.amount) == teams.map(\.maxBudget))
            // The key that the exporter uses is not shown.
            let keys = await watched.proxy.keys.filter { $0.token != SimulatedKey.token(of: Population.viewerKey) }
            #expect(report.accounts(.key).map(\.id.text) == keys.map(\.token).sorted())
            #expect(watched.mostUnderWay <= 2)
        }
    }

    @Test("spend follows within an interval; near the limit it does so even between the sweeps of keys")
    func followsSpend() async throws {
        let watched = WatchedProxy(population(teams: 3, keys: 3)) { $0.keysInterval = .seconds(3600) }
        let token = await watched.proxy.keys[0].token
        await watched.proxy.updateKey(token) { ($0.maxBudget, $0.spend) = (100, 90) }
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") { isComplete($0, .keys) }
            await watched.proxy.updateKey(token) { $0.spend = 95 }
            let took = try await watched.wait(atMost: .seconds(60), "the hot key is not read again") { report in
                report.accounts(.key).contains { $0.id.text == token && $0.spend?.amount ?? 0 >= 95 }
            }
            #expect(took <= .seconds(35))
        }
    }

    @Test("a team that is deleted goes, and only it")
    func removesDeletedTeams() async throws {
        let watched = WatchedProxy(population())
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") { isComplete($0, .teams) }
            let gone = await watched.proxy.teams[100].id
            let count = await watched.proxy.teams.count
            await watched.proxy.apply(.deleteTeam(id: gone))
            try await watched.wait(atMost: .seconds(70), "the team stays") {
                !$0.accounts(.team).contains { $0.id.text == gone }
            }
            #expect(await watched.report().accounts(.team).count == count - 1)
        }
    }

    @Test("a key that is deleted goes, and only it")
    func removesDeletedKeys() async throws {
        let watched = WatchedProxy(population())
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") { isComplete($0, .keys) }
            let gone = await watched.proxy.keys[100].token
            let count = await watched.report().accounts(.key).count
            await watched.proxy.apply(.deleteKey(token: gone))
            try await watched.wait(atMost: .seconds(130), "the key stays") {
                !$0.accounts(.key).contains { $0.id.text == gone }
            }
            #expect(await watched.report().accounts(.key).count == count - 1)
        }
    }

    @Test("a row that offset paging skips is never missed on the page")
    func survivesSkippedRows() async throws {
        let watched = WatchedProxy(population())
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") { isComplete($0, .teams) }
            let ids = await watched.proxy.teams.map(\.id).sorted()
            // Deleted right after the first page: the first row of the second page moves onto it, unseen.
            await watched.proxy.apply(.deleteTeam(id: ids[0]), afterPage: 1, of: "/v2/team/list")
            try await watched.pass(.seconds(100)) { report in
                #expect(report.accounts(.team).contains { $0.id.text == ids[100] }, "the skipped team is missing")
            }
            #expect(await !watched.report().accounts(.team).contains { $0.id.text == ids[0] })
        }
    }

    @Test("while LiteLLM's database is away nothing is deleted, the reason is named, and all recovers by itself")
    func survivesADatabaseOutage() async throws {
        let watched = WatchedProxy(population())
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") {
                isComplete($0, .teams) && isComplete($0, .keys)
            }
            let before = await watched.report()
            await watched.proxy.inject(Fault(.databaseOutage))
            let took = try await watched.wait(atMost: .seconds(60), "litellm_up stays 1") { !$0.proxyIsUp }
            #expect(took <= .seconds(40))
            try await watched.pass(.seconds(180)) { report in
                #expect(report.accounts(.team).count == before.accounts(.team).count)
                #expect(report.accounts(.key).count == before.accounts(.key).count)
                #expect(!report.proxyIsUp)
            }
            let failures = await watched.report().upstream.failures.filter { $0.count > 0 }
            #expect(Set(failures.map(\.reason)) == ["database_unavailable"])
            await watched.proxy.clearFaults()
            let recovery = try await watched.wait(atMost: .seconds(90), "it does not recover") {
                $0.proxyIsUp && status($0, .keys)?.isUp == true
            }
            #expect(recovery <= .seconds(60))
        }
    }

    @Test("a refusal while readiness says that the database is away is the database's fault, any other is the key's")
    func blamesTheDatabase() async throws {
        for (db, reason) in [("disconnected", "database_unavailable"), ("connected", "unauthorized")] {
            let watched = WatchedProxy(population(teams: 3, keys: 3))
            await watched.proxy.inject(
                Fault(.status(401), routes: ["/v2/team/list", "/key/list", "/key/info", "/v2/user/info"]))
            await watched.proxy.inject(
                Fault(.status(db == "connected" ? 200 : 503, body: #"{"status":"healthy","db":"\#(db)"}"#)))
            try await watched.run {
                try await watched.pass(.seconds(20))
                let failures = await watched.report().upstream.failures.filter { $0.count > 0 }
                #expect(Set(failures.map(\.reason)) == [reason])
                #expect(await watched.report().sources.first { $0.source == .teams }?.failure?.reason == reason)
            }
        }
    }

    @Test("a lost database never looks like a deletion, and a deletion does")
    func tellsDeletionsFromOutages() async throws {
        let watched = WatchedProxy(population(teams: 3, keys: 3))
        let api = try watched.api()
        let teams = TeamList(api: api, filter: AccountFilter(), time: watched.time)
        let keys = KeyList(api: api, filter: AccountFilter(), watch: watched.watch, time: watched.time)
        let team = await watched.proxy.teams[0].id
        let key = await watched.proxy.keys[0].token
        func findings() async -> [String] {
            var findings: [String] = []
            for verdict in [await teams.verdict(on: team), await keys.verdict(on: key)] {
                switch verdict.finding {
                case .gone: findings.append("gone")
                case .present: findings.append("present")
                case .excluded, .hidden, .unknown: findings.append("\(verdict.finding)")
                }
            }
            return findings
        }
        #expect(await findings() == ["present", "present"])
        await watched.proxy.inject(Fault(.databaseOutage))
        #expect(await findings() == ["unknown", "unknown"])
        await watched.proxy.clearFaults()
        await watched.proxy.inject(Fault(.status(403)))
        #expect(await findings() == ["hidden", "hidden"])
        await watched.proxy.clearFaults()
        await watched.proxy.apply(.deleteKey(token: key))
        await watched.proxy.apply(.deleteTeam(id: team))
        #expect(await findings() == ["gone", "gone"])
    }

    @Test("after five minutes without an answer old numbers are not shown any more, and come back with the proxy")
    func dropsWhatIsStale() async throws {
        let watched = WatchedProxy(population(teams: 5, keys: 5))
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") { isComplete($0, .teams) }
            await watched.proxy.inject(Fault(.status(502)))
            try await watched.wait(atMost: .seconds(400), "old numbers stay") {
                $0.accounts(.team).isEmpty && $0.accounts(.key).isEmpty
            }
            await watched.proxy.clearFaults()
            try await watched.wait(atMost: .seconds(90), "numbers do not come back") { $0.accounts(.team).count == 5 }
        }
    }

    @Test("a clock that wakes whoever sleeps a little early does not end the polling")
    func survivesEarlyAlarms() async throws {
        struct EarlyTime: TimeSource {
            private let system = SystemTime()

            func now() -> Timestamp { system.now() }
            var uptime: Uptime { system.uptime }

            func sleep(for duration: Duration) async throws {
                try await system.sleep(for: duration * 0.9)
            }
        }
        var configuration = Poller.Configuration()
        configuration.teamsInterval = .milliseconds(100)
        configuration.keysInterval = .milliseconds(100)
        let requests = Locked(0)
        let (_, changes) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let poller = Poller(
            configuration, proxy: AdminAPI.Configuration(baseURL: try BaseURL("http://simulated")),
            credential: .fixed(Secret(Population.viewerKey)),
            transport: { _ throws(TransferError) in
                requests.withLock { $0 += 1 }
                return HTTPClient.Response(status: 500, headers: [], body: [], duration: .milliseconds(1))
            }, watch: Watch(configuration), time: EarlyTime(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, changes: changes)
        try await withThrowingTaskGroup { group in
            group.addTask { try await poller.run() }
            let start = ContinuousClock.now
            while requests.withLock({ $0 }) < 20, ContinuousClock.now - start < .seconds(30) {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(requests.withLock { $0 } >= 20)
            group.cancelAll()
        }
    }

    @Test("a proxy that hangs is left after its timeout, and asked again with growing pauses")
    func givesUpOnAHangingProxy() async throws {
        let watched = WatchedProxy(population(teams: 5, keys: 5))
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") { isComplete($0, .teams) }
            await watched.proxy.inject(Fault(.hanging))
            try await watched.wait(atMost: .seconds(100), "litellm_up stays 1") { !$0.proxyIsUp }
            let before = await watched.proxy.requestCounts["/v2/team/list"] ?? 0
            try await watched.pass(.seconds(200))
            let asked = (await watched.proxy.requestCounts["/v2/team/list"] ?? 0) - before
            #expect((2...12).contains(asked), "asked \(asked) times in 200 s")
            await watched.proxy.clearFaults()
            try await watched.wait(atMost: .seconds(90), "it does not recover") { $0.proxyIsUp }
        }
    }

    @Test("a damaged row costs that team alone, and is not asked for at every sweep")
    func passesOverABadRow() async throws {
        let watched = WatchedProxy(population(keys: 0))
        let ids = await watched.proxy.teams.map(\.id).sorted()
        await watched.proxy.inject(Fault(.distorted(.badRow(teamID: ids[137]))))
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") { isComplete($0, .teams) }
            let report = await watched.report()
            #expect(report.accounts(.team).count == ids.count - 1)
            #expect(!report.accounts(.team).contains { $0.id.text == ids[137] })
            #expect(status(report, .teams)?.rejections[.badRow] == 1)
            #expect(status(report, .teams)?.sweeps[.complete] == 1)
            let failed = report.upstream.requests.filter { $0.code == "500" }.map(\.count).reduce(0, +)
            try await watched.pass(.seconds(300))
            let later = await watched.report().upstream.requests.filter { $0.code == "500" }.map(\.count).reduce(0, +)
            #expect(later == failed)
            await watched.proxy.clearFaults()
            try await watched.wait(atMost: .seconds(700), "the mended team stays away") {
                $0.accounts(.team).count == ids.count
            }
        }
    }

    @Test("a spend that becomes null stays what it was, is counted, and is unknown once it is old")
    func keepsTheLastKnownSpend() async throws {
        let watched = WatchedProxy(population(teams: 2, keys: 0))
        let id = await watched.proxy.teams[0].id
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") { isComplete($0, .teams) }
            let spend = await watched.report().accounts(.team).first { $0.id.text == id }?.spend
            #expect(spend != nil)
            await watched.proxy.updateTeam(id) { $0.spend = nil }
            try await watched.wait(atMost: .seconds(60), "it is not counted") {
                status($0, .teams)?.rejections[.unknownSpend] ?? 0 > 0
            }
            #expect(await watched.report().accounts(.team).first { $0.id.text == id }?.spend == spend)
            try await watched.wait(atMost: .seconds(400), "it stays known") { report in
                report.accounts(.team).first { $0.id.text == id }.map { $0.spend == nil } == true
            }
        }
    }

    @Test("a tenant's own key sees itself and its team, and needs no list")
    func watchesItself() async throws {
        var population = population(teams: 3, keys: 0)
        let team = population.teams[1].id
        var key = SimulatedKey(secret: "sk-simulator-tenant", teamID: team, createdAt: 1_795_000_000)
        (key.maxBudget, key.spend) = (10, 2.5)
        population.keys.append(key)
        let watched = WatchedProxy(population, key: "sk-simulator-tenant") { $0.mode = .own }
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") {
                isComplete($0, .teams) && isComplete($0, .keys)
            }
            let report = await watched.report()
            #expect(report.isReady && report.proxyIsUp)
            #expect(report.accounts(.team).map(\.id.text) == [team])
            #expect(report.accounts(.key).map(\.spend) == [2.5])
            let asked = Set(await watched.proxy.requestCounts.keys)
            #expect(asked == ["/key/info", "/team/info"])
        }
    }

    @Test("a refused key is asked about with growing pauses, and works at once when it is let in")
    func recoversFromARefusal() async throws {
        let watched = WatchedProxy(population(teams: 5, keys: 5))
        await watched.proxy.inject(Fault(.status(401)))
        try await watched.run {
            try await watched.pass(.seconds(120))
            let refusals = await watched.proxy.requestCounts["/v2/team/list"] ?? 0
            #expect((3...9).contains(refusals), "asked \(refusals) times in 120 s")
            #expect(await !watched.report().proxyIsUp)
            await watched.proxy.clearFaults()
            try await watched.wait(atMost: .seconds(60), "it does not recover") { $0.proxyIsUp && $0.isReady }
        }
    }

    @Test("Retry-After is honoured")
    func honoursRetryAfter() async throws {
        let watched = WatchedProxy(population(teams: 5, keys: 0))
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") { isComplete($0, .teams) }
            await watched.proxy.inject(Fault(.tooManyRequests(retryAfter: "120"), routes: ["/v2/team/list"], times: 1))
            try await watched.wait(atMost: .seconds(40), "it is not asked") { !$0.proxyIsUp }
            let before = await watched.proxy.requestCounts["/v2/team/list"] ?? 0
            try await watched.pass(.seconds(110))
            #expect(await watched.proxy.requestCounts["/v2/team/list"] ?? 0 == before)
            try await watched.wait(atMost: .seconds(40), "it is not asked again") { $0.proxyIsUp }
        }
    }

    @Test("a slow proxy is swept less often, at most two requests are under way, and nothing of it goes stale")
    func isGentleToASlowProxy() async throws {
        let watched = WatchedProxy(population(teams: 420, keys: 620), latency: .seconds(2))
        try await watched.run {
            try await watched.wait(atMost: .seconds(60), "nothing is complete") {
                isComplete($0, .teams) && isComplete($0, .keys)
            }
            let start = await watched.report()
            try await watched.pass(.seconds(1200)) { report in
                #expect(report.accounts(.team).count == 420)
                #expect(report.accounts(.key).count == 620)
            }
            let end = await watched.report()
            func busy(_ report: Report) -> Double { report.upstream.durations.map(\.histogram.sum).reduce(0, +) }
            let duty = (busy(end) - busy(start)) / 1200
            #expect(duty <= 0.12, "requests were under way \(duty) of the time")
            #expect(duty >= 0.03, "requests were under way \(duty) of the time")
            #expect(watched.mostUnderWay <= 2)
            #expect(status(end, .keys)?.interval ?? .zero > .seconds(60))
        }
    }

    @Test("accounts near their limits stay fresh while a sweep of keys takes its time")
    func readsHotAccountsDuringLongSweeps() async throws {
        let watched = WatchedProxy(population(teams: 3, keys: 900), latency: .milliseconds(900)) {
            $0.teamFilter = AccountFilter(includes: [GlobPattern("none")])
        }
        let tokens = await watched.proxy.keys.map(\.token)
        for token in tokens { await watched.proxy.updateKey(token) { ($0.maxBudget, $0.spend) = (100, 1) } }
        await watched.proxy.updateKey(tokens[0]) { $0.spend = 90 }
        try await watched.run {
            try await watched.wait(atMost: .seconds(60), "nothing is complete") { isComplete($0, .keys) }
            try await watched.wait(atMost: .seconds(300), "the next sweep of keys does not take long") {
                status($0, .keys)?.interval ?? .zero > .seconds(200)
            }
            try await watched.pass(.seconds(100))
            await watched.proxy.updateKey(tokens[0]) { $0.spend = 99 }
            let took = try await watched.wait(atMost: .seconds(300), "the hot key is not read again") { report in
                report.accounts(.key).contains { $0.id.text == tokens[0] && $0.spend?.amount ?? 0 >= 99 }
            }
            #expect(took <= .seconds(60), "\(took)")
            #expect(watched.mostUnderWay <= 2)
        }
    }

    @Test("nothing is asked that costs the proxy more than it must")
    func asksOnlyWhatIsCheap() async throws {
        let watched = WatchedProxy(population())
        try await watched.run { try await watched.pass(.seconds(300)) }
        let asked = Set(await watched.proxy.requestCounts.keys)
        #expect(
            asked.isSubset(of: [
                "/v2/team/list", "/team/info", "/key/list", "/key/info", "/v2/user/info", "/health/readiness",
            ]))
    }
}

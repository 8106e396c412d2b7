import Budgets
import Curl
import LiteLLMAdmin
import LiteLLMSimulator
import Logging
import Testing
import Threading

@testable import Polling

/// The poller before a proxy that fails.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PollerFaultTests: PollerSuite {
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

    @Test("in an outage accounts near their limits never count as read, however long it lasts")
    func readsNoHotAccountsInAnOutage() async throws {
        let watched = WatchedProxy(population(teams: 3, keys: 3))
        let token = await watched.proxy.keys[0].token
        await watched.proxy.updateKey(token) { ($0.maxBudget, $0.spend) = (100, 90) }
        try await watched.run {
            try await watched.wait(atMost: .seconds(90), "hot accounts are not read") { isComplete($0, .details) }
            await watched.proxy.inject(Fault(.databaseOutage))
            let complete = status(await watched.report(), .details)?.sweeps[.complete]
            try await watched.wait(atMost: .seconds(60), "they count as read") { status($0, .details)?.isUp == false }
            // Long after the hot accounts themselves are too old to be known.
            try await watched.pass(.seconds(1200)) { report in
                #expect(status(report, .details)?.isUp == false)
                #expect(status(report, .details)?.sweeps[.complete] == complete)
            }
            await watched.proxy.clearFaults()
            try await watched.wait(atMost: .seconds(90), "it does not recover") { status($0, .details)?.isUp == true }
        }
    }

    @Test("with a key that is refused from the start nothing counts as read")
    func readsNothingWithARefusedKey() async throws {
        let watched = WatchedProxy(population(teams: 3, keys: 3))
        await watched.proxy.inject(Fault(.status(401)))
        try await watched.run {
            try await watched.pass(.seconds(300)) { report in
                #expect(report.sources.allSatisfy { $0.isUp != true && $0.lastSuccess == nil })
            }
            #expect(await watched.report().sources.allSatisfy { $0.isUp == false })
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
}

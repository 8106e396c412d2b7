import Budgets
import Curl
import LiteLLMAdmin
import LiteLLMSimulator
import Logging
import Testing
import Threading

@testable import Polling

/// The whole of polling against a simulated proxy: hours pass in milliseconds.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PollerTests: PollerSuite {
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

    @Test(
        "where the team of a key was never read, or is left out, nobody knows what the key can spend",
        arguments: [true, false])
    func unreadTeamBoundsKeys(isLeftOut: Bool) async throws {
        var population = population(teams: 1, keys: 1)
        population.script = SpendingScript()
        let (team, token) = (population.teams[0].id, population.keys[0].token)
        (population.teams[0].maxBudget, population.teams[0].spend) = (10, 5)
        population.keys[0].teamID = team
        (population.keys[0].maxBudget, population.keys[0].spend) = (100, 1)
        let watched = WatchedProxy(population) {
            if isLeftOut { $0.teamFilter = AccountFilter(excludes: [GlobPattern(team)]) }
        }
        if !isLeftOut { await watched.proxy.inject(Fault(.status(500), routes: ["/v2/team/list"])) }
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "no keys") { !$0.accounts(.key).isEmpty }
            let key = await watched.report().accounts(.key).first { $0.id.text == token }
            #expect(key?.remaining == 99)
            #expect(key?.headroom == nil)
            guard !isLeftOut else { return }
            await watched.proxy.clearFaults()
            try await watched.wait(atMost: .seconds(600), "its team says nothing") { report in
                report.accounts(.key).contains { $0.id.text == token && $0.headroom == 5 }
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
}

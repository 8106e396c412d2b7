import Budgets
import LiteLLMSimulator
import Testing
import Threading

@testable import Polling

/// The round that reads accounts one by one, before a proxy that fails.
@Suite(.serialized, .timeLimit(.minutes(10))) struct BackgroundRoundTests: PollerSuite {
    /// Teams with members, of which none is near its limit, so that only the round reads them one by one.
    private func watched() -> WatchedProxy {
        var population = Population.generated(teams: 20, keys: 1, membersPerTeam: 1, seed: 7, at: 1_795_222_095)
        population.script = SpendingScript()
        for index in population.teams.indices {
            (population.teams[index].maxBudget, population.teams[index].spend) = (9, 1)
        }
        return WatchedProxy(population)
    }

    private func teamsRead(_ watched: WatchedProxy, in span: Duration) async throws -> Int {
        let before = await watched.proxy.requestCounts["/team/info"] ?? 0
        try await watched.pass(span)
        return await watched.proxy.requestCounts["/team/info", default: 0] - before
    }

    @Test("honours Retry-After")
    func retryAfter() async throws {
        let watched = watched()
        try await watched.run {
            try await watched.wait(atMost: .seconds(120), "no round has ended") { $0.detailsRound != nil }
            await watched.proxy.inject(Fault(.tooManyRequests(retryAfter: "200"), routes: ["/team/info"]))
            let asked = try await teamsRead(watched, in: .seconds(1000))
            #expect((2...6).contains(asked), "asked \(asked) times in 1000 s")
            await watched.proxy.clearFaults()
            #expect(try await teamsRead(watched, in: .seconds(300)) >= 20, "it does not go on")
        }
    }

    @Test("asks with growing pauses what fails while the lists can be read")
    func backsOff() async throws {
        let watched = watched()
        try await watched.run {
            try await watched.wait(atMost: .seconds(120), "no round has ended") { $0.detailsRound != nil }
            await watched.proxy.inject(Fault(.status(500), routes: ["/team/info"]))
            let asked = try await teamsRead(watched, in: .seconds(600))
            #expect((10...24).contains(asked), "asked \(asked) times in 600 s")
        }
    }

    @Test("asks nothing while the proxy is away, goes on when it is back, and keeps nothing alive by waiting")
    func outage() async throws {
        let watched = watched()
        try await watched.run {
            try await watched.wait(atMost: .seconds(120), "no round has ended") { $0.detailsRound != nil }
            #expect(await !watched.report().accounts(.teamMember).isEmpty)
            await watched.proxy.inject(Fault(.status(503)))
            try await watched.wait(atMost: .seconds(100), "litellm_up stays 1") { !$0.proxyIsUp }
            let asked = try await teamsRead(watched, in: .seconds(900))
            #expect(asked <= 1, "asked \(asked) times in 900 s")
            #expect(await watched.report().accounts(.teamMember).isEmpty, "what is old is shown")
            await watched.proxy.clearFaults()
            try await watched.wait(atMost: .seconds(120), "members do not come back") {
                $0.accounts(.teamMember).count == 20
            }
            #expect(await watched.report().detailsRound ?? .zero < .seconds(200), "a pause counts as time that it took")
        }
    }

    @Test("a pause does not count as time that a round takes")
    func pauses() {
        func at(_ seconds: Int) -> Uptime { Uptime(sinceOrigin: .seconds(seconds)) }
        var round = RoundStatus()
        #expect(round.timeUnderWay(at: at(9)) == .zero)
        round.begin(at: at(10))
        #expect(round.timeUnderWay(at: at(15)) == .seconds(5))
        round.pause(at: at(20))
        #expect(round.timeUnderWay(at: at(25)) == .seconds(10))
        round.resume(at: at(50))
        #expect(round.timeUnderWay(at: at(60)) == .seconds(20))
        var next = round.cutOff(at: at(60))
        #expect(next.timeUnderWay(at: at(65)) == .seconds(20), "what it has not come to waits for the next")
        next.begin(at: at(70))
        #expect(next.timeUnderWay(at: at(75)) == .seconds(25))
        #expect(next.duration(at: at(75)) == .seconds(5), "a round takes no longer for that")
        next.end()
        next.begin(at: at(90))
        #expect(next.timeUnderWay(at: at(95)) == .seconds(5))
    }
}

import Budgets
import LiteLLMSimulator
import Testing
import Threading

@testable import Polling

/// Accounts that the operator lists.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PollerListedTests {
    private func population() -> Population {
        .generated(teams: 30, keys: 30, membersPerTeam: 2, seed: 7, at: 1_795_222_095)
    }

    @Test("only what is listed is asked for and shown, with its members")
    func watchesWhatIsListed() async throws {
        var population = population()
        let team = population.teams[3].id
        let token = population.keys[4].token
        let own = try #require(population.keys.firstIndex { $0.userID == "budget-exporter" })
        population.keys[own].expires = 1_795_999_999
        let watched = WatchedProxy(population) {
            $0.mode = .listed
            $0.listedTeams = [team]
            $0.listedKeyHashes = [token]
        }
        try await watched.run {
            try await watched.wait(atMost: .seconds(10), "nothing is shown") {
                $0.isReady && !$0.accounts(.team).isEmpty && !$0.accounts(.key).isEmpty
            }
            try await watched.pass(.seconds(90))
            let report = await watched.report()
            #expect(report.proxyIsUp)
            #expect(report.accounts(.team).map(\.id.text) == [team])
            #expect(report.accounts(.key).map(\.id.text) == [token])
            #expect(report.accounts(.teamMember).map(\.id.teamOfMember) == [team, team])
            #expect(report.ownKeyExpiry == Timestamp(unixSeconds: 1_795_999_999))
            #expect(Set(report.sources.map(\.source)) == [.teams, .keys, .proxy])
            #expect(Set(report.upstream.requests.map(\.endpoint)).isDisjoint(with: ["/v2/team/list", "/key/list"]))
        }
    }

    @Test("of listed accounts those are unknown that LiteLLM does not know, and no others")
    func tellsUnknownAccounts() async throws {
        let population = population()
        let watched = WatchedProxy(population)
        let api = try watched.api()
        let listed = ListedAccounts(
            id: .teams, accounts: [.team(population.teams[3].id), .team("mistyped")], api: api, members: .none,
            ownKey: nil, watch: watched.watch, time: watched.time)
        let pacing = Pacing(pace: Published(.withoutRest), meter: RequestMeter(), time: watched.time)
        let sweep = await listed.sweep(pacing)
        #expect(sweep.unknownAccounts == [.team("mistyped")])
        #expect(sweep.outcome == .complete)
        await watched.proxy.inject(Fault(.status(500)))
        #expect(await listed.sweep(pacing).unknownAccounts == [])
    }

    @Test("a listed id that is not there is no failure and removes nothing; a deleted key goes")
    func removesNothing() async throws {
        let population = population()
        let (team, token) = (population.teams[3].id, population.keys[4].token)
        let watched = WatchedProxy(population) {
            $0.mode = .listed
            $0.listedTeams = [team, "mistyped"]
            $0.listedKeyHashes = [token, population.keys[5].token]
        }
        try await watched.run {
            try await watched.wait(atMost: .seconds(10), "nothing is shown") { $0.accounts(.key).count == 2 }
            var status = await watched.report().sources.first { $0.source == .teams }
            #expect(status?.isUp == true)
            #expect(status?.sweeps[.complete] == 1)
            #expect(await watched.report().isReady)
            await watched.proxy.apply(.deleteTeam(id: team))
            await watched.proxy.apply(.deleteKey(token: token))
            try await watched.wait(atMost: .seconds(70), "the deleted key stays") { $0.accounts(.key).count == 1 }
            try await watched.pass(.seconds(60))
            let report = await watched.report()
            #expect(report.accounts(.team).map(\.id.text) == [team])
            status = report.sources.first { $0.source == .teams }
            #expect(status?.isUp == true)
            #expect(report.proxyIsUp)
        }
    }
}

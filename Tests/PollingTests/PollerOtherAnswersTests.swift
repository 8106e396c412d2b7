import Budgets
import LiteLLMSimulator
import Testing
import Threading

@testable import Polling

/// The poller behind a gateway that answers single reads with what it answered to another.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PollerOtherAnswersTests: PollerSuite {
    @Test("an answer about another key or team is counted as bad, shows nothing under a wrong name and removes nobody")
    func droppedQueries() async throws {
        var population = Population.generated(teams: 4, keys: 8, membersPerTeam: 3, seed: 7, at: 1_795_222_095)
        population.script = SpendingScript()
        for index in population.keys.indices {
            (population.keys[index].maxBudget, population.keys[index].spend) = (100, 90 + Double(index) / 10)
        }
        let watched = WatchedProxy(population) { $0.details = .on }
        try await watched.run {
            try await watched.wait(atMost: .seconds(90), "not all was read") {
                isComplete($0, .details) && $0.detailsRound != nil
            }
            let before = await watched.report()
            #expect(before.accounts(.teamMember).count > 3)
            for route in ["/key/info", "/team/info?team_id=\(population.teams[0].id)&key_limit=1"] {
                let answer = await watched.proxy.respond(
                    to: SimulatedRequest(
                        target: route, headers: [("Authorization", "Bearer \(Population.viewerKey)")]))
                #expect(answer.status == 200)
                await watched.proxy.inject(
                    Fault(
                        .status(200, body: String(decoding: answer.body, as: UTF8.self)),
                        routes: [String(route.prefix { $0 != "?" })]))
            }
            try await watched.pass(.seconds(150)) { report in
                #expect(report.accounts(.key).map(\.id) == before.accounts(.key).map(\.id))
                #expect(report.accounts(.key).map(\.spend) == before.accounts(.key).map(\.spend))
                #expect(report.accounts(.teamMember).map(\.id) == before.accounts(.teamMember).map(\.id))
            }
            let failures = await watched.report().upstream.failures.filter { $0.count > 0 }
            #expect(Set(failures.map(\.reason)) == ["bad_response"])
            #expect(Set(failures.map { "\($0.endpoint)" }) == ["/key/info", "/team/info"])
        }
    }
}

import Budgets
import LiteLLMAdmin
import LiteLLMSimulator
import Testing
import Threading

@testable import Polling

/// The poller before answers of 404 that say nothing of accounts.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PollerNotFoundTests: PollerSuite {
    private static let bodies = ["default backend - 404", "<html><title>404 Not Found</title></html>", ""]

    @Test("a 404 that is not LiteLLM's is a failure, and removes nothing", arguments: bodies)
    func foreignNotFound(body: String) async throws {
        let watched = WatchedProxy(population(teams: 5, keys: 5)) { $0.details = .off }
        await watched.proxy.setUser(.proxyBudget(maxBudget: 500, duration: "30d", createdAt: 1_795_000_000))
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") {
                isComplete($0, .teams) && isComplete($0, .keys) && isComplete($0, .proxy)
            }
            let before = await watched.report()
            #expect(before.accounts(.proxy).count == 1)
            await watched.proxy.inject(Fault(.status(404, body: body)))
            try await watched.wait(atMost: .seconds(70), "it counts as read") { report in
                [SourceID.teams, .keys, .proxy].allSatisfy { status(report, $0)?.isUp == false }
            }
            try await watched.pass(.seconds(120)) { report in
                #expect(report.accounts.mapValues(\.count) == before.accounts.mapValues(\.count))
                #expect(!report.proxyIsUp)
            }
            let failures = await watched.report().upstream.failures.filter { $0.count > 0 }
            #expect(Set(failures.map(\.reason)) == ["bad_response"])
            let lines = watched.log.withLock { $0.filter { $0.hasPrefix("cannot read teams: ") } }
            #expect(lines.count == 1, "\(lines)")
            await watched.proxy.clearFaults()
            try await watched.wait(atMost: .seconds(60), "it does not recover") { report in
                [SourceID.teams, .keys, .proxy].allSatisfy { status(report, $0)?.isUp == true }
            }
        }
    }

    @Test(
        "a 404 that is not LiteLLM's is no proof that an account is gone",
        arguments: bodies + [#"{"detail":"Not Found"}"#])
    func provesNothing(body: String) async throws {
        let watched = WatchedProxy(population(teams: 3, keys: 3))
        let api = try watched.api()
        let teams = TeamList(api: api, filter: AccountFilter(), time: watched.time)
        let keys = KeyList(api: api, filter: AccountFilter(), watch: watched.watch, time: watched.time)
        let empty = #"{"teams":[],"total":0,"page":1,"page_size":1,"total_pages":0}"#
        await watched.proxy.inject(Fault(.status(200, body: empty), routes: ["/v2/team/list"]))
        await watched.proxy.inject(Fault(.status(404, body: body), routes: ["/team/info", "/key/info"]))
        let verdicts = [
            await teams.verdict(on: watched.proxy.teams[0].id), await keys.verdict(on: watched.proxy.keys[0].token),
        ]
        #expect(verdicts.map(\.finding) == [.unknown, .unknown])
        #expect(verdicts.allSatisfy { $0.errors.count == 1 })
    }

    @Test("a route that worked and is missing now is a failure, and is read again as soon as it is back")
    func lostRoute() async throws {
        let watched = WatchedProxy(population(teams: 5, keys: 5)) { $0.details = .off }
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") { isComplete($0, .keys) }
            await watched.proxy.inject(
                Fault(
                    .status(404, body: #"{"detail":"Not Found"}"#),
                    routes: ["/key/list", "/v2/user/info", "/user/list"]))
            try await watched.wait(atMost: .seconds(70), "it counts as read") { report in
                status(report, .keys)?.isUp == false && status(report, .proxy)?.isUp == false
            }
            try await watched.pass(.seconds(240)) { #expect(status($0, .keys)?.isUp == false) }
            await watched.proxy.clearFaults()
            let took = try await watched.wait(atMost: .seconds(310), "it does not recover") { report in
                status(report, .keys)?.isUp == true && status(report, .proxy)?.isUp == true
            }
            #expect(took <= .seconds(61))
        }
    }

    @Test("a route that was never there is none to miss; one that worked is believed to be missing after an hour")
    func believesInTheEnd() {
        func uptime(_ seconds: Int) -> Uptime { Uptime(sinceOrigin: .seconds(seconds)) }
        let missing = AdminError(.keyList, .notFound, status: 404, explanation: "", unavailability: .routeMissing)
        let licence = AdminError(.keyList, .forbidden, status: 403, explanation: "", unavailability: .licenceNeeded)
        var memory = RouteMemory()
        func outcome(_ outcome: Sweep.Outcome, _ seconds: Int) -> Sweep.Outcome {
            var sweep = Sweep(.keys, absence: .isVerified, startedAt: uptime(seconds))
            sweep.outcome = outcome
            return memory.judge(sweep, at: uptime(seconds)).outcome
        }
        #expect(outcome(.unavailable(missing), 0) == .unavailable(missing))
        #expect(outcome(.complete, 300) == .complete)
        #expect(outcome(.unavailable(licence), 600) == .unavailable(licence))
        #expect(outcome(.unavailable(missing), 900) == .failed(missing))
        #expect(outcome(.failed(missing), 1000) == .failed(missing))
        #expect(outcome(.unavailable(missing), 4499) == .failed(missing))
        #expect(outcome(.unavailable(missing), 4500) == .unavailable(missing))
        #expect(outcome(.unavailable(missing), 4800) == .unavailable(missing))
        #expect(outcome(.incomplete, 5100) == .incomplete)
        #expect(outcome(.unavailable(missing), 5400) == .failed(missing))
    }
}

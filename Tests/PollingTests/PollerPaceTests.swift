import Budgets
import Curl
import LiteLLMAdmin
import LiteLLMSimulator
import Logging
import TestSupport
import Testing
import Threading

@testable import Polling

/// How often the poller asks, and how gently.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PollerPaceTests: PollerSuite {
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

    @Test("after a short slowness of the proxy every source is swept again within minutes, and nothing old is shown")
    func recoversFromSlowness() async throws {
        let sources: [SourceID] = [.users, .customers, .organizations, .providers]
        let population = Population.generated(
            teams: 520, keys: 900, users: 1200, customers: 5, organizations: 2, providers: 1, seed: 7,
            at: 1_795_222_095)
        let watched = WatchedProxy(population, latency: .milliseconds(20)) { configuration in
            configuration.details = .off
            configuration.otherIntervals = Dictionary(uniqueKeysWithValues: sources.map { ($0, .seconds(300)) })
        }
        func lastSuccesses(_ report: Report) -> [SourceID: Timestamp?] {
            Dictionary(uniqueKeysWithValues: report.sources.map { ($0.source, $0.lastSuccess) })
        }
        try await watched.run {
            try await watched.wait(atMost: .seconds(60), "not all was read") { report in
                report.sources.allSatisfy { $0.lastSuccess != nil }
            }
            try await watched.pass(.seconds(300))
            // Slow enough that several sources need all of the time for themselves.
            watched.latency.publish(.seconds(9))
            try await watched.pass(.seconds(900))
            watched.latency.publish(.milliseconds(20))
            let slowUntil = watched.time.now()
            try await watched.wait(atMost: .seconds(900), "a source is not swept any more") { report in
                lastSuccesses(report).values.allSatisfy { $0.map { $0 > slowUntil + .seconds(5) } ?? false }
            }
            let late = lastSuccesses(await watched.report()).filter { $0.value.map { $0 < slowUntil } ?? true }
            #expect(late.isEmpty, "\(late) at \(watched.time.now()), slow until \(slowUntil)")
        }
    }
}

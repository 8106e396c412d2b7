import Glibc
import TestSupport
import Testing
import Threading

extension EndToEndTests {
    /// Money over many resets, by a proxy that really resets.
    @Suite("Counters")
    struct CounterTests {
        /// Spend that is written but not looked at before a reset falls: LiteLLM's batches and two looks.
        private static let unseen: Duration = .seconds(10)

        @Test("A counter goes on over resets and a kill, never above what was spent and below it by a bound only")
        func counts() async throws {
            guard let proxy = ProxyUnderTest(for: "counters over resets") else { return }
            try await Fixtures.with(proxy) { fixtures in
                let team = try await fixtures.team(["max_budget": 5, "budget_duration": "20s"])
                let key = try await fixtures.key([
                    "team_id": .text(team), "max_budget": 5, "budget_duration": "20s",
                ])
                let viewer = try await fixtures.viewerKey()
                let purchases = Purchases()
                try await ScratchFolder.with { folder in
                    let arguments = ["--state-file=\(folder.path("ledgers.sqlite"))"]
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { try await purchases.go(on: key.key, of: proxy) }
                        let (seen, outcome) = try await RunningExporter.watching(proxy, key: viewer.key, arguments) {
                            let counter = try await watch($0, team, key.token, until: 2)
                            #expect(kill($0.program.pid, SIGKILL) == 0)
                            return counter
                        }
                        #expect(outcome.status == 128 + SIGKILL)
                        let killedAt = SystemTime().uptime
                        try await Task.sleep(for: .seconds(3))
                        try await RunningExporter.watching(proxy, key: viewer.key, arguments) { exporter in
                            let again = try await watch(exporter, team, key.token, until: seen.resets + 2)
                            #expect(again.first >= seen.last, "a restart goes on, and does not begin anew")
                            #expect(again.page.value("litellm_budget_exporter_state_up") == 1)
                            purchases.stop()
                            try await group.waitForAll()
                            try await expectEnd(
                                exporter, proxy, team, key.token, purchases,
                                downtime: again.startedAt - killedAt)
                        }
                    }
                }
            }
        }

        private struct Seen: Sendable {
            var first: Double
            var last: Double
            var resets: Double
            var page: ExpositionPage
            var startedAt: Uptime
        }

        /// Looks on until so many resets were counted; the counters never fall.
        private func watch(
            _ exporter: RunningExporter, _ team: String, _ token: String, until resets: Double
        ) async throws -> Seen {
            var first: Double?
            var (last, lastOfKey) = (0.0, 0.0)
            let page = try await exporter.page(where: "\(resets) resets", atMost: .seconds(100)) { page in
                guard let counter = page["litellm_team_spend_usd_total", ["team_id": team]],
                    let ofKey = page["litellm_key_spend_usd_total", ["hashed_api_key": token]]
                else { return false }
                #expect(counter >= last && ofKey >= lastOfKey)
                first = first ?? counter
                (last, lastOfKey) = (counter, ofKey)
                return Self.resets(page, team) >= resets
            }
            return Seen(
                first: try #require(first), last: last, resets: Self.resets(page, team), page: page,
                startedAt: SystemTime().uptime)
        }

        private static func resets(_ page: ExpositionPage, _ team: String) -> Double {
            page["litellm_team_budget_resets_total", ["team_id": team, "cause": "scheduled"]] ?? 0
        }

        private func expectEnd(
            _ exporter: RunningExporter, _ proxy: ProxyUnderTest, _ team: String, _ token: String,
            _ purchases: Purchases, downtime: Duration
        ) async throws {
            let spent = try await settledSpends { [try await proxy.database.everSpent(byTeam: team)] }[0]
            #expect(spent > 0)
            let page = try await exporter.sweptPage([.teams, .keys])
            let counter = try #require(page["litellm_team_spend_usd_total", ["team_id": team]])
            let resets = Self.resets(page, team)
            let seconds: Double = (resets + 1) * Self.unseen.seconds + downtime.seconds
            let bound = purchases.most(in: .seconds(1)) * seconds * (spent / Double(purchases.count))
            #expect(counter <= spent + 1e-9, "never above the truth: \(counter) of \(spent)")
            #expect(counter >= spent - bound, "\(counter) of \(spent), \(resets) resets")
            #expect(page["litellm_team_budget_resets_total", ["team_id": team, "cause": "unscheduled"]] == 0)
            let ofKey = try #require(page["litellm_key_spend_usd_total", ["hashed_api_key": token]])
            #expect(abs(ofKey - spent) < 1e-9, "a key's lifetime figure misses nothing: \(ofKey) of \(spent)")
            print(
                "counters: \(purchases.count) answers cost \(spent) over \(resets) resets and a kill; the team's counter says "
                    + "\(counter), the key's \(ofKey)")
        }
    }
}

/// Somebody who buys answers all the time.
private final class Purchases: Sendable {
    private struct Progress {
        var times: [Uptime] = []
        var isOver = false
    }

    private let progress = Locked(Progress())

    var count: Int { progress.withLock { $0.times.count } }

    func stop() { progress.withLock { $0.isOver = true } }

    func go(on key: String, of proxy: ProxyUnderTest) async throws {
        while !progress.withLock({ $0.isOver }) {
            let status = try await proxy.buy("mock-cheap", key: key)
            #expect(status == 200)
            progress.withLock { $0.times.append(SystemTime().uptime) }
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    /// How many at most fell into a span of this length.
    func most(in span: Duration) -> Double {
        let times = progress.withLock { $0.times }
        return Double(times.map { start in times.count { $0 >= start && $0 < start + span } }.max() ?? 0)
    }
}

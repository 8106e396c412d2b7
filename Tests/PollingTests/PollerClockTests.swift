import Curl
import LiteLLMAdmin
import LiteLLMSimulator
import Logging
import Testing
import Threading

@testable import Polling

/// The poller on clocks that go as clocks do, not as one would like them to.
@Suite("Clocks of the poller", .timeLimit(.minutes(10))) struct PollerClockTests {
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
        try await expectSweepsToGoOn(EarlyTime())
    }

    @Test("a source that becomes due between two looks at the clock is swept all the same")
    func sweepsWhatBecomesDueMeanwhile() async throws {
        /// A millisecond passes between any two looks, and nobody sleeps for longer than that.
        struct CreepingTime: TimeSource {
            private let looks = Locked(0)

            func now() -> Timestamp { Timestamp(unixSeconds: 1_795_222_095) }

            var uptime: Uptime {
                Uptime(
                    sinceOrigin: .milliseconds(
                        looks.withLock {
                            $0 += 1; return $0
                        }))
            }

            func sleep(for duration: Duration) async throws {
                try await Task.sleep(for: .milliseconds(1))
            }
        }
        try await expectSweepsToGoOn(CreepingTime())
    }

    /// That teams and keys are both still swept after many sweeps.
    private func expectSweepsToGoOn(_ time: some TimeSource) async throws {
        var configuration = Poller.Configuration()
        configuration.teamsInterval = .milliseconds(100)
        configuration.keysInterval = .milliseconds(100)
        configuration.backOff = BackOff(
            first: .milliseconds(100), longest: .milliseconds(100), unavailable: .seconds(300))
        let requests = Locked<[String: Int]>([:])
        let (_, changes) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let poller = Poller(
            configuration, proxy: AdminAPI.Configuration(baseURL: try BaseURL("http://simulated")),
            credential: .fixed(Secret(Population.viewerKey)),
            transport: { request throws(TransferError) in
                let list = request.url.contains("team") ? "teams" : request.url.contains("/key/list") ? "keys" : ""
                requests.withLock { $0[list, default: 0] += 1 }
                return HTTPClient.Response(status: 500, headers: [], body: [], duration: .milliseconds(1))
            }, watch: Watch(configuration), time: time,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, changes: changes)
        try await withThrowingTaskGroup { group in
            group.addTask { await poller.run() }
            let start = ContinuousClock.now
            func areSwept() -> Bool {
                requests.withLock { counts in ["teams", "keys"].allSatisfy { counts[$0, default: 0] >= 12 } }
            }
            while !areSwept(), ContinuousClock.now - start < .seconds(60) {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(areSwept(), "\(requests.withLock { $0 })")
            group.cancelAll()
        }
    }
}

import Budgets
import Curl
import LiteLLMAdmin
import LiteLLMSimulator
import Logging
import TestSupport
import Testing
import Threading

@testable import Polling

/// A poller at work on a simulated proxy, both on a clock that the test moves: no socket, no waiting.
final class WatchedProxy: Sendable {
    let proxy: SimulatedProxy
    let watch: Watch
    let time: ManualTime
    let log = Locked<[String]>([])
    private let configuration: Poller.Configuration
    private let key: Secret
    private struct Requests {
        var started = 0
        var ended = 0
        var mostUnderWay = 0
        /// Those that are being answered, not waiting for the clock.
        var awake = 0
    }

    private let requests = Locked(Requests())
    /// How long the proxy takes to answer. The test's clock, which goes by seconds, may take longer.
    let latency: Published<Duration>
    private let logLevel: Logger.Level

    init(
        _ population: Population, settings: ProxySettings = ProxySettings(), key: String = Population.viewerKey,
        latency: Duration = .zero, logLevel: Logger.Level = .info,
        configure: (inout Poller.Configuration) -> Void = { _ in }
    ) {
        time = ManualTime()
        proxy = SimulatedProxy(population, settings: settings, startingAt: time.now().unixSeconds)
        var configuration = Poller.Configuration()
        configure(&configuration)
        self.configuration = configuration
        self.key = Secret(key)
        self.latency = Published(latency)
        self.logLevel = logLevel
        watch = Watch(configuration)
    }

    /// The proxy's admin API, for tests of what asks it.
    func api() throws -> AdminAPI {
        AdminAPI(
            AdminAPI.Configuration(baseURL: try BaseURL("http://simulated")), credential: .fixed(key), transport: send)
    }

    var mostUnderWay: Int { requests.withLock { $0.mostUnderWay } }

    private func poller(_ configuration: Poller.Configuration, _ url: BaseURL) -> Poller {
        let (_, changes) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        return Poller(
            configuration, proxy: AdminAPI.Configuration(baseURL: url), credential: .fixed(key), transport: send,
            watch: watch, time: time, logger: Logger(label: "test") { [log, logLevel] _ in LoggedLines(log, logLevel) },
            changes: changes)
    }

    /// Runs a relay of pollers while `body` moves the clock and has others take over, each with the first configuration but
    /// for a change.
    func runRelay(
        _ body: (_ reload: ((inout Poller.Configuration) -> Void) async throws -> Void) async throws -> Void
    ) async throws {
        let url = try BaseURL("http://simulated")
        let (successors, next) = AsyncStream.makeStream(of: Poller.Configuration.self)
        // How many requests there were when the newest poller took over.
        let takenOver = Locked<Int?>(nil)
        let relay = PollerRelay {
            self.poller(self.configuration, url)
        } successor: {
            for await configuration in successors {
                return PollerRelay.Successor(self.poller(configuration, url)) {
                    let started = self.requests.withLock { $0.started }
                    takenOver.withLock { $0 = started }
                }
            }
            return nil
        }
        try await withThrowingTaskGroup { group in
            group.addTask { try await relay.run() }
            try await begin(after: 0)
            try await body { change in
                var configuration = configuration
                change(&configuration)
                takenOver.withLock { $0 = nil }
                next.yield(configuration)
                var before: Int?
                while before == nil {
                    try await Task.sleep(for: .milliseconds(1))
                    before = takenOver.withLock { $0 }
                }
                try await begin(after: before ?? 0)
            }
            group.cancelAll()
        }
    }

    /// Waits until a poller that asks at once has asked, and sleeps.
    private func begin(after started: Int) async throws {
        while requests.withLock({ $0.started }) == started { try await Task.sleep(for: .milliseconds(1)) }
        try await settle()
    }

    /// Runs the poller while `body` moves the clock.
    func run(_ body: () async throws -> Void) async throws {
        let poller = poller(configuration, try BaseURL("http://simulated"))
        try await withThrowingTaskGroup { group in
            group.addTask { await poller.run() }
            try await settle()
            try await body()
            group.cancelAll()
        }
    }

    func report() async -> Report {
        await watch.report(at: time.uptime, time.now())
    }

    /// Moves the clock second by second until the report is as wanted; the time that took, or an issue after `limit`.
    @discardableResult
    func wait(
        atMost limit: Duration, _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation,
        until isAsWanted: (Report) async -> Bool
    ) async throws -> Duration {
        let start = time.uptime
        while time.uptime - start <= limit {
            if await isAsWanted(await report()) { return time.uptime - start }
            try await step()
        }
        Issue.record(what, sourceLocation: sourceLocation)
        return time.uptime - start
    }

    /// Lets a span pass, and has every report in it looked at.
    func pass(_ span: Duration, _ look: (Report) async -> Void = { _ in }) async throws {
        let end = time.uptime + span
        while time.uptime < end {
            await look(await report())
            try await step()
        }
    }

    private func step() async throws {
        let woken = time.advance(by: .seconds(1))
        await proxy.advance(to: time.now().unixSeconds)
        if woken > 0 { try await settle() }
    }

    /// Waits until whoever was woken has done its work and sleeps again: nothing has happened for a while.
    private func settle() async throws {
        var quiet = 0
        var last = activity
        while quiet < Self.quietMilliseconds / 5 {
            try await Task.sleep(for: .milliseconds(5))
            let now = activity
            quiet = now == last && requests.withLock { $0.awake } == 0 ? quiet + 1 : 0
            last = now
        }
    }

    /// Longer than a page takes to decode, which nothing tells.
    private static let quietMilliseconds = 60

    private var activity: [Int] {
        requests.withLock { [$0.started, $0.ended] } + [time.sleeperCount]
    }

    @Sendable private func send(_ request: HTTPClient.Request) async throws(TransferError) -> HTTPClient.Response {
        requests.withLock {
            $0.started += 1
            $0.awake += 1
            $0.mostUnderWay = max($0.mostUnderWay, $0.started - $0.ended)
        }
        defer {
            requests.withLock {
                $0.ended += 1
                $0.awake -= 1
            }
        }
        let target = String(request.url.dropFirst("http://simulated".count))
        let headers = request.headers.map { (name: $0.name, value: $0.value.reveal()) }
        let started = time.uptime
        let latency = latency.value
        if latency > .zero { await sleep(for: latency) }
        let response = await proxy.respond(to: SimulatedRequest(target: target, headers: headers))
        if Task.isCancelled { throw TransferError(.cancelled, duration: time.uptime - started) }
        if case .never = response.delivery {
            await sleep(for: request.timeout)
            throw TransferError(.timedOut(.waiting, after: request.timeout), duration: request.timeout)
        }
        return HTTPClient.Response(
            status: response.status, headers: response.headers, body: response.body, duration: latency)
    }

    private func sleep(for duration: Duration) async {
        requests.withLock { $0.awake -= 1 }
        try? await time.sleep(for: duration)
        requests.withLock { $0.awake += 1 }
    }
}

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
    /// How long the proxy takes to answer, on the test's clock.
    private let latency: Duration

    init(
        _ population: Population, settings: ProxySettings = ProxySettings(), key: String = Population.viewerKey,
        latency: Duration = .zero,
        configure: (inout Poller.Configuration) -> Void = { _ in }
    ) {
        time = ManualTime()
        proxy = SimulatedProxy(population, settings: settings, startingAt: time.now().unixSeconds)
        var configuration = Poller.Configuration()
        configure(&configuration)
        self.configuration = configuration
        self.key = Secret(key)
        self.latency = latency
        watch = Watch(configuration)
    }

    /// The proxy's admin API, for tests of what asks it.
    func api() throws -> AdminAPI {
        AdminAPI(
            AdminAPI.Configuration(baseURL: try BaseURL("http://simulated")), credential: .fixed(key), transport: send)
    }

    var mostUnderWay: Int { requests.withLock { $0.mostUnderWay } }

    /// Runs the poller while `body` moves the clock.
    func run(_ body: () async throws -> Void) async throws {
        let (_, changes) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let poller = Poller(
            configuration, proxy: AdminAPI.Configuration(baseURL: try BaseURL("http://simulated")),
            credential: .fixed(key), transport: send, watch: watch, time: time,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, changes: changes)
        try await withThrowingTaskGroup { group in
            group.addTask { try await poller.run() }
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
        let headers = request.headers.map { header in
            switch header.value {
            case .plain(let text): (name: header.name, value: text)
            case .secret(let secret): (name: header.name, value: secret.reveal())
            }
        }
        let started = time.uptime
        if latency > .zero { await sleep(for: latency) }
        let response = await proxy.respond(to: SimulatedRequest(target: target, headers: headers))
        if case .never = response.delivery {
            await sleep(for: request.timeout)
            throw TransferError(.timedOut(.waiting, after: request.timeout), duration: request.timeout)
        }
        return HTTPClient.Response(
            status: response.status, headers: response.headers, body: response.body, duration: time.uptime - started)
    }

    private func sleep(for duration: Duration) async {
        requests.withLock { $0.awake -= 1 }
        try? await time.sleep(for: duration)
        requests.withLock { $0.awake += 1 }
    }
}

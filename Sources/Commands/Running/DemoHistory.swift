import Curl
import LiteLLMAdmin
import LiteLLMSimulator
import Logging
import Polling
import Threading

/// The day before a demo begins, read from the made-up proxy as an exporter would have read it, in a moment: rates and forecasts
/// are there for whoever looks in the first minute.
struct DemoHistory {
    static let length: Duration = .seconds(86_400)
    /// As seldom as the window of an hour allows.
    private static let step: Duration = .seconds(900)
    private static let url = "http://simulated"

    let proxy: SimulatedProxy
    let configuration: Poller.Configuration
    let present: any TimeSource
    let logger: Logger

    /// What the day has taught, when it is over: now.
    @concurrent
    func watched() async throws -> Watch {
        let time = PastTime(present, ago: Self.length)
        let watch = Watch(configuration)
        let (_, changes) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let poller = Poller(
            configuration, proxy: AdminAPI.Configuration(baseURL: try BaseURL(Self.url)),
            credential: .fixed(Secret(Population.viewerKey)),
            transport: { [proxy] request throws(TransferError) in await Self.send(request, to: proxy) },
            watch: watch, time: time, logger: logger, changes: changes)
        while true {
            await proxy.advance(to: time.now().unixSeconds)
            // Accounts one by one would be many requests for the same figures.
            for source in SourceID.allCases where source != .details { await poller.sweepOnce(source) }
            guard time.ago > .zero else { return watch }
            time.pass(Self.step)
        }
    }

    @Sendable private static func send(
        _ request: HTTPClient.Request, to proxy: SimulatedProxy
    ) async -> HTTPClient.Response {
        let headers = request.headers.map { (name: $0.name, value: $0.value.reveal()) }
        let target = String(request.url.dropFirst(url.count))
        let response = await proxy.respond(to: SimulatedRequest(target: target, headers: headers))
        return HTTPClient.Response(
            status: response.status, headers: response.headers, body: response.body, duration: .milliseconds(20))
    }
}

/// Clocks as they were, on their way to the present.
private final class PastTime: TimeSource {
    private let present: (now: Timestamp, uptime: Uptime)
    private let left: Locked<Duration>

    init(_ clocks: any TimeSource, ago: Duration) {
        present = (clocks.now(), clocks.uptime)
        left = Locked(ago)
    }

    var ago: Duration { left.withLock { $0 } }

    func now() -> Timestamp { present.now - ago }

    var uptime: Uptime { present.uptime - ago }

    func pass(_ span: Duration) {
        left.withLock { $0 = max(.zero, $0 - span) }
    }

    func sleep(for duration: Duration) async throws {}
}

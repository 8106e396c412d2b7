import Catalogue
import Curl
import LiteLLMAdmin
public import Logging
import Polling
public import ServiceLifecycle
import Serving
public import Threading

/// The exporter, wired: LiteLLM is polled, what is known is rendered, and the latest page is served.
public struct Exporter: Sendable {
    private let configuration: Configuration
    private let time: any TimeSource
    private let logger: Logger
    private let onListening: @Sendable (Int) async -> Void
    private let onPublishing: @Sendable () -> Void

    /// - Parameters:
    ///   - onListening: Told the port once the server accepts connections.
    ///   - onPublishing: Called after each new page, of which there is one every 15 s at least.
    public init(
        _ configuration: Configuration, time: any TimeSource = SystemTime(), logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in },
        onPublishing: @escaping @Sendable () -> Void = {}
    ) {
        self.configuration = configuration
        self.time = time
        self.logger = logger
        self.onListening = onListening
        self.onPublishing = onPublishing
    }

    /// The services in the order in which they start. They stop in reverse: polling ends and its requests are cancelled,
    /// the last report is published, and the scrapes under way are served.
    public func services() -> [any Service] {
        let snapshots = Published<Snapshot?>(nil)
        let watch = Watch(configuration.polling)
        let (changes, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let server = ExporterServer(
            configuration.server, snapshots: snapshots, time: time, logger: logger,
            onListening: onListening, course: { [time] in await watch.course(of: $0, at: time.uptime, time.now()) })
        let publisher = Publisher(
            watch: watch, renderer: Renderer(configuration.rendering), snapshots: snapshots, time: time,
            changes: changes, signal: signal, onPublishing: onPublishing)
        let client = HTTPClient(configuration.client)
        let poller = Poller(
            configuration.polling, proxy: configuration.proxy, credential: configuration.credential,
            transport: client.execute, watch: watch, time: time, logger: logger, changes: signal)
        return [server, publisher, poller]
    }
}

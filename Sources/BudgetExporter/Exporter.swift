import Catalogue
import Curl
import LiteLLMAdmin
public import Logging
public import Polling
public import ServiceLifecycle
public import Serving
public import Threading

/// The exporter, wired: LiteLLM is polled, what is known is rendered, and the latest page is served.
public struct Exporter: Sendable {
    private let configuration: Configuration
    private let watch: Watch
    private let time: any TimeSource
    private let logger: Logger
    private let readConfiguration: ConfigurationReader?
    private let onListening: @Sendable (Int) async -> Void
    private let onPublishing: @Sendable () -> Void
    private let reloads = SharedRequests<ReloadOutcome>()

    /// Reads and checks the whole configuration anew. What is thrown is described by a sentence that tells what to mend.
    public typealias ConfigurationReader = @Sendable () throws -> Configuration

    /// - Parameters:
    ///   - watch: What was seen before; by default nothing.
    ///   - readConfiguration: Called at each ``reload()``; nil where the configuration cannot change.
    ///   - onListening: Told the port once the server accepts connections.
    ///   - onPublishing: Called after each new page, of which there is one every 15 s at least.
    public init(
        _ configuration: Configuration, watch: Watch? = nil, time: any TimeSource = SystemTime(), logger: Logger,
        readConfiguration: ConfigurationReader? = nil,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in },
        onPublishing: @escaping @Sendable () -> Void = {}
    ) {
        self.configuration = configuration
        self.watch = watch ?? Watch(configuration.polling)
        self.time = time
        self.logger = logger
        self.readConfiguration = readConfiguration
        self.onListening = onListening
        self.onPublishing = onPublishing
    }

    /// Reads the configuration anew and applies it, or keeps the one in force and says why. Whoever asks while a reload is
    /// under way gets the next one.
    ///
    /// Polling begins anew, with accounts, counters, the state file, the listener and its connections as they are. What the
    /// server is told applies from the next start on. Nil for whoever is cancelled meanwhile.
    @discardableResult
    public func reload() async -> ReloadOutcome? {
        await reloads.ask()
    }

    /// The services in the order in which they start. They stop in reverse: polling ends and its requests are cancelled,
    /// the last report is published, and the scrapes under way are served.
    public func services() -> [any Service] {
        let snapshots = Published<Snapshot?>(nil)
        let appearance = Published(Appearance(configuration, number: 0))
        let configurationReload = Published<ReloadStatus?>(ReloadStatus(succeededAt: time.now()))
        let certificateReload = Published<ReloadStatus?>(nil)
        let (changes, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let server = ExporterServer(
            configuration.server, snapshots: snapshots, time: time, logger: logger,
            onListening: onListening, certificateReload: certificateReload,
            course: { [time, watch] in await watch.course(of: $0, at: time.uptime, time.now()) },
            reload: { [reloads] in await reloads.ask() })
        let publisher = Publisher(
            watch: watch, appearance: appearance, configurationReload: configurationReload,
            certificateReload: certificateReload, snapshots: snapshots, time: time,
            changes: changes, signal: signal, onPublishing: onPublishing)
        @Sendable func poller(_ configuration: Configuration) -> Poller {
            Poller(
                configuration.polling, proxy: configuration.proxy, credential: configuration.credential,
                transport: HTTPClient(configuration.client).execute, watch: watch, time: time, logger: logger,
                changes: signal)
        }
        let files = BlockingCalls()
        @Sendable func nextPoller() async -> PollerRelay.Successor? {
            while let answer = await reloads.next() {
                do {
                    guard let readConfiguration else { throw ReloadError.nothingToRead }
                    let new = try await files.make(readConfiguration)
                    return PollerRelay.Successor(poller(new)) { [time, logger] in
                        appearance.publish(Appearance(new, number: appearance.value.number + 1))
                        configurationReload.publish(ReloadStatus(succeededAt: time.now()))
                        signal.yield()
                        logger.info("the configuration was read anew and is in force")
                        answer(.applied)
                    }
                } catch {
                    configurationReload.publish(configurationReload.value?.failed)
                    signal.yield()
                    logger.error(
                        "the configuration was not reloaded, the one before stays in force",
                        metadata: ["error": "\(error)"])
                    answer(.refused("\(error)"))
                }
            }
            reloads.close(.stopping)
            return nil
        }
        let relay = PollerRelay {
            poller(configuration)
        } successor: {
            await cancelWhenGracefulShutdown { await nextPoller() }
        }
        return [server, publisher, relay]
    }
}

/// Why the configuration cannot be read anew.
private enum ReloadError: Error, CustomStringConvertible {
    case nothingToRead

    var description: String { "made-up budgets have no configuration to read anew" }
}

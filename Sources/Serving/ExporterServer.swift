import Glibc
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import Polling
public import ServiceLifecycle
public import Threading

/// Serves the latest snapshot over HTTP/1.1, encrypted and to whom the web configuration says.
///
/// A graceful shutdown refuses new connections at once, lets responses under way be finished within
/// ``ConnectionTimeouts/drain``, and then closes what is left.
public struct ExporterServer: Service {
    private let configuration: Configuration
    private let latest: LatestSnapshot
    private let course: SpendCourse
    private let reload: Reload
    private let certificateReload: Published<ReloadStatus?>
    private let logger: Logger
    private let onListening: @Sendable (_ port: Int) async -> Void

    /// - Parameters:
    ///   - snapshots: Where the snapshots come from; nil before the first.
    ///   - onListening: Called with the port once connections are taken.
    ///   - certificateReload: Told how taking the web configuration anew went; nothing where there is none.
    ///   - course: Asked when somebody looks at a team.
    ///   - reload: Called when somebody asks for the configuration to be read anew.
    public init(
        _ configuration: Configuration, snapshots: Published<Snapshot?>, time: any TimeSource, logger: Logger,
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in },
        certificateReload: Published<ReloadStatus?> = Published(nil),
        course: @escaping SpendCourse = { _ in [] }, reload: @escaping Reload = { nil }
    ) {
        self.configuration = configuration
        latest = LatestSnapshot(published: snapshots, time: time)
        self.course = course
        self.reload = reload
        self.certificateReload = certificateReload
        self.logger = logger
        self.onListening = onListening
    }

    /// Serves until a graceful shutdown or cancellation.
    ///
    /// - Throws: ``ListenError``, or what is wrong with the web configuration.
    public func run() async throws {
        let rules = try ReloadingWebRules(
            configuration.webConfiguration, latest.time, status: certificateReload, logger)
        // Cancelled when the server has ended.
        async let _: Void = rules.follow()
        try await listen(rules.current)
    }

    private func listen(_ rules: Published<WebRules>) async throws {
        var failure: (any Error)?
        for host in configuration.listenAddress.candidates {
            do {
                try await application(listeningOn: host, rules).run()
                return
            } catch let error as IOError where error.errnoCode == EAFNOSUPPORT || error.errnoCode == EADDRNOTAVAIL {
                failure = error
            } catch let error
                where error is IOError || error is SocketAddressError || error is SocketAddressError.UnknownHost
            {
                throw ListenError(configuration.listenAddress, error)
            }
        }
        if let failure { throw ListenError(configuration.listenAddress, failure) }
    }

    private func application(
        listeningOn host: String, _ rules: Published<WebRules>
    ) -> some ApplicationProtocol {
        let limits = ConnectionLimits(
            maximum: configuration.maximumConnections, reserved: Configuration.reservedConnections)
        let failedHandshakes = ThrottledLine("a TLS handshake failed", logger, latest.time)
        let failedAccepts = ThrottledLine("no connection can be accepted", logger, latest.time)
        return Application(
            responder: GuardedRoutes(
                routes: Routes(configuration, latest, rules: rules, course, reload, logger), rules: rules,
                healthNeedsLogin: configuration.healthNeedsLogin, time: latest.time,
                failedLogins: ThrottledLine("a login failed", logger, latest.time)),
            server: HTTPServerBuilder { [timeouts = configuration.timeouts, time = latest.time] responder in
                LimitedChannel(
                    limits: limits, timeouts: timeouts, rules: rules, time: time,
                    failedHandshakes: failedHandshakes, responder: responder)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: configuration.listenAddress.port)),
            onServerRunning: { [configuration, logger, onListening] channel in
                // Before the handlers that keep errors to themselves. It fails only where the socket is closed already.
                try? await channel.eventLoop.submit {
                    let pause = AcceptPause(failedAccepts)
                    try channel.pipeline.syncOperations.addHandler(pause, position: .first)
                }.get()
                var address = configuration.listenAddress
                address.port = channel.localAddress?.port ?? address.port
                logger.info("listening", metadata: ["address": "\(address)"])
                await onListening(address.port)
            },
            logger: frameworkLogger)
    }

    /// What the framework says at `info` is said here already, in the exporter's words.
    private var frameworkLogger: Logger {
        var framework = logger
        if framework.logLevel == .info { framework.logLevel = .notice }
        return framework
    }
}

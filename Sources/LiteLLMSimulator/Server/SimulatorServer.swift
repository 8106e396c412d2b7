import HTTPTypes
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// A ``SimulatedProxy`` behind a socket.
public struct SimulatorServer: Service {
    public struct Configuration: Sendable {
        public var host = "127.0.0.1"
        /// 0 takes any free port.
        public var port = 0
        /// Simulated seconds in a real one. At 0 time stands still, until somebody else advances the proxy.
        public var speed = 1.0
        /// Whether `POST` and `DELETE /simulator/faults` switch faults on and off, without any key.
        public var hasControlRoute = false

        public init() {}
    }

    private let proxy: SimulatedProxy
    private let configuration: Configuration
    private let logger: Logger
    private let onListening: @Sendable (_ port: Int) async -> Void

    /// - Parameter onListening: told once, with the port that the server is bound to.
    public init(
        _ proxy: SimulatedProxy, configuration: Configuration, logger: Logger,
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        self.proxy = proxy
        self.configuration = configuration
        self.logger = logger
        self.onListening = onListening
    }

    public func run() async throws {
        let responder = SimulatorResponder(
            proxy: proxy,
            clock: SimulatedClock(startingAt: await proxy.now, speed: configuration.speed),
            hasControlRoute: configuration.hasControlRoute)
        let onListening = onListening
        let server = try HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(additionalChannelHandlers: [RequestCount()])
        ).buildServer(
            configuration: ServerConfiguration(
                address: .hostname(configuration.host, port: configuration.port), reuseAddress: true),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: logger,
            responder: { request, writer, channel in
                try await responder.respond(to: request, writer, over: channel)
            },
            onServerRunning: { await onListening($0.localAddress?.port ?? 0) })
        try await server.run()
    }
}

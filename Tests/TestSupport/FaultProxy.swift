import NIOCore
import NIOPosix
import NIOSSL
import Threading

/// A TCP server on a loopback port whose connections go wrong when a test says so. It passes bytes on to another port, or
/// answers HTTP/1.1 requests itself.
public final class FaultProxy: Sendable {
    public enum Backend: Sendable {
        case upstream(port: Int)
        /// Gets a request's head, the empty line left out.
        case canned(@Sendable (String) -> CannedAnswer)
    }

    struct State {
        var fault: Fault
        var listener: (any Channel)?
        var open: [ObjectIdentifier: any Channel] = [:]
        var accepted = 0
        var requests: [String] = []
    }

    public var port: Int { reservation.number }
    /// Where a client finds it, without a slash at the end.
    public var url: String { "\(tls == nil ? "http" : "https")://127.0.0.1:\(port)" }
    let backend: Backend
    let state: Locked<State>
    private let reservation: ReservedPort
    private let tls: TLSTerms?

    private init(_ backend: Backend, _ fault: Fault, _ tls: TLSTerms?) throws {
        self.backend = backend
        self.tls = tls
        state = Locked(State(fault: fault))
        reservation = try ReservedPort()
    }

    /// Runs `body` with a proxy, which is gone afterwards.
    ///
    /// - Parameter tls: How clients are spoken to; nil is in the open.
    public static func with<Result: Sendable>(
        _ backend: Backend, _ fault: Fault = .none, tls: TLSTerms? = nil, _ body: (FaultProxy) async throws -> Result
    ) async throws -> Result {
        let proxy = try FaultProxy(backend, fault, tls)
        do {
            try await proxy.inject(fault)
            let result = try await body(proxy)
            try await proxy.inject(.refuse)
            return result
        } catch {
            try? await proxy.inject(.refuse)
            throw error
        }
    }

    /// The same, with one answer for whatever is asked.
    public static func with<Result: Sendable>(
        _ answer: CannedAnswer, _ fault: Fault = .none, _ body: (FaultProxy) async throws -> Result
    ) async throws -> Result {
        try await with(.canned { _ in answer }, fault, body)
    }

    /// Connections that were accepted so far.
    public var acceptedConnections: Int { state.withLock { $0.accepted } }

    /// Connections that clients hold open now.
    public var openConnections: Int { state.withLock { $0.open.count } }

    /// The heads of the requests that came so far, to a proxy that answers itself.
    public var requests: [String] { state.withLock { $0.requests } }

    /// Lets connections go wrong in this way from now on, those too that are open.
    public func inject(_ fault: Fault) async throws {
        let listener = state.withLock { state in
            state.fault = fault
            return state.listener
        }
        if fault == .refuse {
            try await listener?.close()
            state.withLock { $0.listener = nil }
            await closeConnections()
        } else if listener == nil {
            let channel = try await listen()
            state.withLock { $0.listener = channel }
        }
        // Those that are open have shaken hands already.
        if fault == .foreignCertificate || fault == .noTLS { await closeConnections() }
    }

    /// Closes the connections that are open, as a server does that is tired of idle ones.
    public func closeConnections() async {
        for channel in state.withLock({ Array($0.open.values) }) {
            try? await channel.close()
        }
    }

    private func listen() async throws -> any Channel {
        try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            // Nothing is read before the connection to the upstream is there.
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let fault = self.state.withLock { $0.fault }
                    if let tls = self.tls, fault != .noTLS {
                        let context = fault == .foreignCertificate ? tls.foreign : tls.own
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try channel.pipeline.syncOperations.addHandler(FaultyConnection(self, channel))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
    }
}

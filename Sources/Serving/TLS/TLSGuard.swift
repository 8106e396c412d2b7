import NIOCore
import NIOSSL
import NIOTLS
import Threading

/// Stands behind the TLS handler of a connection: turns away clients whose certificates bear none of the allowed names
/// or have expired since they were looked at, and says what fails there without letting it reach the server.
final class TLSGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let terms: TLSTerms
    private let time: any TimeSource
    private let onFailure: (_ reason: String) -> Void
    private var isAdmitted = false
    private var hasFailed = false

    init(_ terms: TLSTerms, time: any TimeSource, onFailure: @escaping (_ reason: String) -> Void) {
        self.terms = terms
        self.time = time
        self.onFailure = onFailure
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // What comes in one flight with the certificate is decrypted even when the connection is being closed.
        if isAdmitted { context.fireChannelRead(data) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent {
            let handler = try? context.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self)
            let objection = terms.objection(to: handler?.peerCertificate, at: time.now())
            isAdmitted = objection == nil
            if let objection { fail(context, objection) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Many clients hang up without a word; what they sent was whole or it was not, as over plain HTTP.
        if isAdmitted, error as? NIOSSLError == .uncleanShutdown { return }
        guard error is NIOSSLError || error is BoringSSLError else {
            context.fireErrorCaught(error)
            return
        }
        // Whoever only looks whether the port is open, as load balancers do, is no news.
        let isProbe = error as? NIOSSLError == .handshakeFailed(.sslError([.eofDuringHandshake]))
        fail(context, isProbe ? nil : TLSFailure(error).reason)
    }

    private func fail(_ context: ChannelHandlerContext, _ reason: String?) {
        guard !hasFailed else { return }
        hasFailed = true
        isAdmitted = false
        if let reason { onFailure(reason) }
        context.close(promise: nil)
    }
}

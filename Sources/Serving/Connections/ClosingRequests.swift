import NIOCore
import NIOHTTP1

/// Writes out that a request is the last one on its connection, where its version says so or another spelling does.
///
/// Hummingbird does not see the version, and closes for `Connection: close` only; a client that speaks HTTP/1.0 may wait
/// for the end of the connection (RFC 9112, 9.3).
final class ClosingRequests: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data), !head.isKeepAlive else {
            context.fireChannelRead(data)
            return
        }
        head.headers.replaceOrAdd(name: "Connection", value: "close")
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }
}

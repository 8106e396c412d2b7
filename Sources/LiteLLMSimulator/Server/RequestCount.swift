import NIOCore
import NIOHTTPTypes

/// Counts the requests that have come over a connection, so that a reused one is known.
final class RequestCount: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private(set) var requests = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head = unwrapInboundIn(data) { requests += 1 }
        context.fireChannelRead(data)
    }

    /// The requests that have come so far, the one that is being answered among them.
    static func requests(on channel: any Channel) async throws -> Int {
        try await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.handler(type: RequestCount.self).requests
        }.get()
    }
}

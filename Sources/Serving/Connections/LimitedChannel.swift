import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import Threading

/// Hummingbird's HTTP/1.1 connections within limits of number and time, encrypted where there are terms for that.
struct LimitedChannel: ServerChildChannel {
    struct Connection: ServerChildChannelValue {
        let admission: ConnectionLimits.Admission
        let http: HTTP1Channel.Value

        var channel: any Channel { http.channel }
    }

    let limits: ConnectionLimits
    let timeouts: ConnectionTimeouts
    let rules: Published<WebRules>
    let time: any TimeSource
    let failedHandshakes: ThrottledLine
    let responder: HTTPChannelHandler.Responder

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Connection> {
        let origin = ClientOrigin(address: channel.clientAddress)
        let admission = limits.admit(from: origin)
        channel.closeFuture.whenComplete { [limits] _ in limits.release(admission, origin) }
        return channel.eventLoop.makeCompletedFuture {
            // Whoever is turned away at once costs no handshake.
            if admission != .refused { try encrypt(channel) }
        }.flatMap {
            HTTP1Channel(
                responder: responder,
                configuration: .init(additionalChannelHandlers: [ConnectionGuard(admission, timeouts)])
            )
            .setup(channel: channel, logger: logger)
        }.flatMapThrowing { http in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(ClosingRequests(), position: .after(decoder))
            return Connection(admission: admission, http: http)
        }
    }

    private func encrypt(_ channel: any Channel) throws {
        guard let terms = rules.value.tls else { return }
        let client = channel.clientAddress
        let failures = TLSGuard(terms, time: time) { [failedHandshakes] reason in
            failedHandshakes.write(client: client, reason: reason)
        }
        try channel.pipeline.syncOperations.addHandlers([terms.handler(), failures])
    }

    func handle(value connection: Connection, logger: Logger) async {
        let responder = connection.admission == .full ? responder : answerHealthOnly
        await HTTP1Channel(responder: responder).handle(value: connection.http, logger: logger)
    }

    private var answerHealthOnly: HTTPChannelHandler.Responder {
        { [responder] request, writer, channel in
            guard !HealthPaths.contains(request.uri.path) else {
                return try await responder(request, writer, channel)
            }
            let response = Response.text(
                .serviceUnavailable,
                "All connections of the exporter, or all that one address may have, are in use; those that hang are closed in a while."
            )
            .answering(request.method)
            try await writer.write(response: response.head, body: response.body)
        }
    }
}

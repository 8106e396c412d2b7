import FoundationEssentials
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Threading

/// Takes what Alertmanager posts, on a free port of the loopback interface.
struct WebhookReceiver: Service {
    /// Told of each notification, in order: Alertmanager waits for the answer to one of a group before the next.
    let onNotification: @Sendable (Notification) async -> Void
    let onListening: @Sendable (_ port: Int) async -> Void

    func run() async throws {
        let onListening = onListening
        let server = try HTTPServerBuilder.http1().buildServer(
            configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: 0)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "webhook") { _ in SwiftLogNoOpLogHandler() },
            responder: { request, writer, _ in try await respond(to: request, writer) },
            onServerRunning: { await onListening($0.localAddress?.port ?? 0) })
        try await server.run()
    }

    @concurrent
    private func respond(to request: Request, _ writer: consuming ResponseWriter) async throws {
        let body = try await request.body.collect(upTo: 1 << 22)
        let notification = try? JSONDecoder().decode(Notification.self, from: Data(body.readableBytesView))
        if let notification { await onNotification(notification) }
        // Alertmanager tries again after a 5xx, and says what it was in its log.
        let status = HTTPResponse.Status(code: notification == nil ? 400 : 200)
        try await writer.writeResponse(HTTPResponse(status: status, headerFields: [.contentLength: "0"]))
    }
}

import NIOCore
import NIOPosix

/// A client's end of one TCP connection, which sends what it is told and reads when it is told.
final class TestConnection {
    struct ClosedEarly: Error, CustomStringConvertible {
        let received: Int
        var description: String { "the server closed the connection after \(received) bytes of this reply" }
    }

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var unread = ByteBuffer()

    private init(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    /// Connects, and closes when `body` returns.
    ///
    /// - Parameter receiveBuffer: Bytes that the kernel takes from the server unasked; by default as many as it likes.
    static func with<Result: Sendable>(
        host: String = "127.0.0.1", port: Int, receiveBuffer: Int? = nil,
        _ body: (TestConnection) async throws -> Result
    ) async throws -> Result {
        var bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: .init(receiveBuffer))
        }
        let channel = try await bootstrap.connect(host: host, port: port) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        return try await channel.executeThenClose { inbound, outbound in
            try await body(TestConnection(inbound, outbound))
        }
    }

    func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    func send(_ method: String = "GET", _ path: String, _ headers: [String] = []) async throws {
        try await send(
            ([("\(method) \(path) HTTP/1.1"), "Host: exporter"] + headers + ["", ""]).joined(separator: "\r\n"))
    }

    /// Sends a request and reads the reply to it.
    func ask(_ method: String = "GET", _ path: String, _ headers: [String] = []) async throws -> Reply {
        try await send(method, path, headers)
        return try await reply(to: method)
    }

    /// Reads one reply.
    func reply(to method: String = "GET") async throws -> Reply {
        let head = try await head()
        guard method != "HEAD", let length = head.header("Content-Length").flatMap({ Int($0) }) else { return head }
        while unread.readableBytes < length {
            guard try await receive() else { throw ClosedEarly(received: unread.readableBytes) }
        }
        return Reply(status: head.status, headers: head.headers, body: unread.readBytes(length: length) ?? [])
    }

    /// Reads the status line and the headers, and leaves the body.
    func head() async throws -> Reply {
        while true {
            if let end = unread.readableBytesView.firstRange(of: Array("\r\n\r\n".utf8)) {
                let length = unread.readableBytesView.distance(
                    from: unread.readableBytesView.startIndex, to: end.upperBound)
                return Reply(head: unread.readString(length: length) ?? "")
            }
            guard try await receive() else { throw ClosedEarly(received: unread.readableBytes) }
        }
    }

    /// Reads until the server closes the connection, in whichever way.
    func rest() async -> [UInt8] {
        while (try? await receive()) == true {}
        return unread.readBytes(length: unread.readableBytes) ?? []
    }

    /// Waits for further bytes; false at the end.
    private func receive() async throws -> Bool {
        guard var bytes = try await inbound.next(isolation: #isolation) else { return false }
        unread.discardReadBytes()
        unread.writeBuffer(&bytes)
        return true
    }
}

/// What the server answered.
struct Reply: Sendable {
    let status: Int
    let headers: [(name: String, value: String)]
    let body: [UInt8]

    init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    init(head: String) {
        let lines = head.split(separator: "\r\n")
        status = lines.first.flatMap { Int($0.split(separator: " ").dropFirst().first ?? "") } ?? 0
        headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (String(parts[0]), parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
        }
        body = []
    }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    var text: String { String(decoding: body, as: UTF8.self) }
}

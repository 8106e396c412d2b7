import NIOCore
import NIOPosix

/// Requests over a connection of their own, read until the other side closes it. No TLS, no chunks.
enum PlainHTTP {
    struct Answer {
        /// Everything that came, even where it is less than announced.
        let text: String

        var status: Int? {
            let parts = text.prefix { !$0.isNewline }.split(separator: " ")
            return parts.count > 1 ? Int(parts[1]) : nil
        }

        var body: String {
            guard let end = text.firstRange(of: "\r\n\r\n") else { return "" }
            return String(text[end.upperBound...])
        }

        func header(_ name: String) -> String? {
            for line in text.split(separator: "\r\n").dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                if parts.count == 2, parts[0].lowercased() == name { return String(parts[1].drop { $0 == " " }) }
            }
            return nil
        }
    }

    static func send(
        _ target: String, method: String = "GET", key: String? = nil, body: String = "", host: String = "127.0.0.1",
        port: Int
    ) async throws -> Answer {
        let authorization = key.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        let request =
            "\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\n\(authorization)Content-Length: \(body.utf8.count)\r\n"
            + "Connection: close\r\n\r\n\(body)"
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            var bytes = ByteBuffer()
            do {
                for try await part in inbound { bytes.writeImmutableBuffer(part) }
            } catch is IOError {
                // A connection reset: what came before counts.
            }
            return Answer(text: String(buffer: bytes))
        }
    }

    /// Sends requests over one connection, each once the answer before it is there, until the other side closes it. All
    /// that came.
    static func converse(_ requests: [String], port: Int) async throws -> String {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var text = ""
            var parts = inbound.makeAsyncIterator()
            for (index, request) in requests.enumerated() {
                try await outbound.write(ByteBuffer(string: request))
                while text.ranges(of: "\r\n\r\n{").count <= index || !text.hasSuffix("}") {
                    guard let part = try await parts.next() else { return text }
                    text += String(buffer: part)
                }
            }
            return text
        }
    }
}

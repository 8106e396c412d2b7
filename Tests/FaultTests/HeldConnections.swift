import NIOCore
import NIOPosix

/// Connections to a server, held open by somebody who never finishes a request, or never takes an answer.
struct HeldConnections {
    /// Opens so many, sends `text` over each, runs `body`, and closes them.
    ///
    /// - Parameter takesAnswers: Whether what comes is read. If not, the kernel takes little more than a page of memory.
    static func with<Result: Sendable>(
        _ count: Int, port: Int, sending text: String, takesAnswers: Bool = true, _ body: () async throws -> Result
    ) async throws -> Result {
        var channels: [any Channel] = []
        let outcome: Swift.Result<Result, any Error>
        do {
            for _ in 0..<count {
                var bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                if !takesAnswers {
                    bootstrap = bootstrap.channelOption(.autoRead, value: false)
                        .channelOption(.socketOption(.so_rcvbuf), value: 4096)
                }
                let channel = try await bootstrap.connect(host: "127.0.0.1", port: port).get()
                channels.append(channel)
                // Who is turned away is gone already.
                try? await channel.writeAndFlush(ByteBuffer(string: text))
            }
            outcome = .success(try await body())
        } catch {
            outcome = .failure(error)
        }
        for channel in channels { try? await channel.close() }
        return try outcome.get()
    }
}

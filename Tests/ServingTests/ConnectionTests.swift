import Exposition
import Serving
import Testing
import Threading

@Suite("Connections", .timeLimit(.minutes(10)))
struct ConnectionTests {
    /// More than the kernels of both sides take while nobody reads.
    static let large = Exposition.large(bytes: 24 << 20)

    @Test("answer one request after another, and requests sent ahead in their order")
    func keepAlive() async throws {
        try await RunningServer.with(snapshot: Snapshot.sample(at:)) { server async throws in
            try await TestConnection.with(port: server.port) { connection async throws in
                #expect(try await connection.ask("GET", "/-/healthy").status == 200)
                try await connection.send("GET", "/-/healthy")
                try await connection.send("GET", "/nowhere")
                try await connection.send("GET", "/metrics")
                #expect(try await connection.reply().status == 200)
                #expect(try await connection.reply().status == 404)
                #expect(try await connection.reply().text == Exposition.sample.text())
            }
        }
    }

    @Test(
        "are closed after the reply when the client wants that",
        arguments: ["HTTP/1.1\r\nConnection: close", "HTTP/1.1\r\nConnection: TE, Close", "HTTP/1.0"])
    func connectionClose(version: String) async throws {
        try await RunningServer.with({ $0.timeouts.idle = .seconds(600) }, snapshot: Snapshot.sample(at:)) {
            server async throws in
            try await TestConnection.with(port: server.port) { connection async throws in
                try await connection.send("GET /metrics \(version)\r\n\r\n")
                #expect(try await connection.reply().text == Exposition.sample.text())
                #expect(await connection.rest() == [])
            }
        }
    }

    @Test(
        "are closed when a request does not become whole",
        arguments: ["", "GET /metr", "GET /metrics HTTP/1.1\r\nHost: x\r\n"])
    func halfSentHead(start: String) async throws {
        try await RunningServer.with({ $0.timeouts.request = .milliseconds(200) }) { server async throws in
            try await TestConnection.with(port: server.port) { connection async throws in
                try? await connection.send(start)
                #expect(await connection.rest() == [])
            }
        }
    }

    @Test("are closed when a body that nobody asked for never ends")
    func endlessBody() async throws {
        try await RunningServer.with({ $0.timeouts.request = .seconds(5) }) { server async throws in
            try await TestConnection.with(port: server.port) { connection async throws in
                #expect(try await connection.ask("GET", "/-/healthy", ["Content-Length: 100000"]).status == 200)
                #expect(await connection.rest() == [])
            }
        }
    }

    @Test("are closed when they are idle for long")
    func idle() async throws {
        try await RunningServer.with({ $0.timeouts.idle = .seconds(1) }) { server async throws in
            try await TestConnection.with(port: server.port) { connection async throws in
                #expect(try await connection.ask("GET", "/-/healthy").status == 200)
                #expect(await connection.rest() == [])
            }
        }
    }

    @Test("may be idle for longer than a request or a response may take")
    func patientClient() async throws {
        try await RunningServer.with({
            $0.timeouts.request = .seconds(5)
            $0.timeouts.response = .seconds(5)
        }) { server async throws in
            try await TestConnection.with(port: server.port) { connection async throws in
                #expect(try await connection.ask("GET", "/-/healthy").status == 200)
                try await Task.sleep(for: .seconds(6))
                #expect(try await connection.ask("GET", "/-/healthy").status == 200)
            }
        }
    }

    @Test("are cut off when the client does not take the response, and free their place")
    func slowReader() async throws {
        try await RunningServer.with({
            $0.maximumConnections = 1
            $0.timeouts.response = .seconds(5)
        }) { server async throws in
            server.publish(Self.large)
            let expected = Self.large.body(.text004, .identity).count
            try await TestConnection.with(port: server.port, receiveBuffer: 4096) { connection async throws in
                try await connection.send("GET", "/metrics")
                #expect(try await connection.head().header("Content-Length") == "\(expected)")
                while (try? await server.ask("HEAD", "/metrics").status) != 200 {
                    try await Task.sleep(for: .milliseconds(50))
                }
                let received = await connection.rest().count
                #expect(received < expected)
            }
        }
    }

    @Test("that take their time within the limit get everything")
    func patientReader() async throws {
        try await RunningServer.with({ $0.timeouts.response = .seconds(100) }) { server async throws in
            server.publish(Self.large)
            try await TestConnection.with(port: server.port, receiveBuffer: 4096) { connection async throws in
                try await connection.send("GET", "/metrics", ["Connection: close"])
                try await Task.sleep(for: .milliseconds(500))
                expectSameBytes(try await connection.reply().body, Self.large.body(.text004, .identity).bytes)
                #expect(await connection.rest() == [])
            }
        }
    }

    @Test("beyond the maximum get the health pages only, and one reply")
    func reservedConnections() async throws {
        try await RunningServer.with({ $0.maximumConnections = 1 }, snapshot: Snapshot.sample(at:)) {
            server async throws in
            try await TestConnection.with(port: server.port) { first async throws in
                #expect(try await first.ask("GET", "/metrics").status == 200)
                for path in RoutesTests.paths {
                    try await TestConnection.with(port: server.port) { second async throws in
                        let reply = try await second.ask("GET", path)
                        #expect(reply.status == (["/-/healthy", "/-/ready"].contains(path) ? 200 : 503), "\(path)")
                        #expect(reply.header("Connection") == "close")
                        #expect(await second.rest() == [])
                    }
                }
                let refused = try await server.ask("GET", "/metrics")
                #expect(
                    refused.text
                        == "All connections of the exporter, or all that one address may have, are in use; those that hang are closed in a while.\n"
                )
                #expect(try await first.ask("GET", "/metrics").status == 200)
            }
        }
    }

    @Test("beyond the reserve are closed at once, and places that are freed are given again")
    func hardLimit() async throws {
        try await RunningServer.with({ $0.maximumConnections = 2 }, snapshot: Snapshot.sample(at:)) {
            server async throws in
            try await withThrowingTaskGroup { holders in
                for _ in 0..<(2 + ExporterServer.Configuration.reservedConnections) {
                    holders.addTask {
                        // Half a request keeps its place. Who is refused, as the check below came first, tries again.
                        while !Task.isCancelled {
                            try? await TestConnection.with(port: server.port) { connection async throws in
                                try await connection.send("GET /-/healthy HTTP/1.1\r\n")
                                _ = await connection.rest()
                            }
                        }
                    }
                }
                while (try? await server.ask("GET", "/-/healthy")) != nil {
                    try await Task.sleep(for: .milliseconds(20))
                }
                holders.cancelAll()
            }
            while (try? await server.ask("GET", "/metrics").status) != 200 {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }
}

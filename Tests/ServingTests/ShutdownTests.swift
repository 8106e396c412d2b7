import Exposition
import Serving
import TestSupport
import Testing
import Threading

@Suite("Shutdown", .timeLimit(.minutes(10)))
struct ShutdownTests {
    @Test("lets a scrape under way finish and refuses new connections")
    func drain() async throws {
        let page = ConnectionTests.large
        // A sanitizer on a busy machine takes a minute for what is read here.
        let isPatient: (inout ExporterServer.Configuration) -> Void = {
            $0.timeouts.drain = .seconds(100)
            $0.timeouts.response = .seconds(100)
        }
        try await RunningServer.with(isPatient) { server async throws in
            server.publish(page)
            try await TestConnection.with(port: server.port, receiveBuffer: 4096) { connection async throws in
                try await connection.send("GET", "/metrics")
                let head = try await connection.head()
                #expect(head.status == 200)
                await server.stop()
                while (try? await server.ask("GET", "/-/healthy")) != nil {
                    try await Task.sleep(for: .milliseconds(20))
                }
                await #expect(throws: (any Error).self) { try await server.ask("GET", "/-/healthy") }
                let received = await connection.rest()
                expectSameBytes(received, page.body(.text004, .identity).bytes)
            }
        }
    }

    @Test(
        "closes idle connections and half-sent requests at once",
        arguments: ["", "GET /metrics HTTP/1.1\r\nHost: x\r\n"])
    func idleConnections(start: String) async throws {
        try await RunningServer.with({ $0.timeouts.drain = .seconds(600) }) { server async throws in
            try await TestConnection.with(port: server.port) { connection async throws in
                #expect(try await connection.ask("GET", "/-/healthy").status == 200)
                try await connection.send(start)
                await server.stop()
                #expect(await connection.rest() == [])
            }
        }
    }

    @Test("is immediate when the service is cancelled")
    func cancellation() async throws {
        var configuration = ExporterServer.Configuration(version: "1.2.3")
        configuration.listenAddress = ListenAddress(host: "127.0.0.1", port: 0)
        let (ports, onListening) = AsyncStream.makeStream(of: Int.self)
        let server = ExporterServer(
            configuration, snapshots: Published(nil), time: ManualTime(), logger: RecordedLog().logger
        ) { onListening.yield($0) }
        await withTaskGroup { tasks in
            tasks.addTask { try? await server.run() }
            for await port in ports.prefix(1) {
                try? await TestConnection.with(port: port) { connection async throws in
                    #expect(try await connection.ask("GET", "/-/healthy").status == 200)
                    tasks.cancelAll()
                    #expect(await connection.rest() == [])
                }
            }
        }
    }

    @Test("does not wait for ever for a client that reads nothing")
    func boundedDrain() async throws {
        try await RunningServer.with({ $0.timeouts.drain = .milliseconds(300) }) { server async throws in
            server.publish(ConnectionTests.large)
            try await TestConnection.with(port: server.port, receiveBuffer: 4096) { connection async throws in
                try await connection.send("GET", "/metrics")
                #expect(try await connection.head().status == 200)
                await server.stop()
                // Nothing is read until the server is gone: its end, not the client, ends this.
                await server.hasEnded()
                let received = await connection.rest().count
                #expect(received < ConnectionTests.large.body(.text004, .identity).count)
            }
        }
    }
}

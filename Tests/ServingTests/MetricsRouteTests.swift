import Exposition
import Serving
import TestSupport
import Testing

@Suite("The metrics page", .timeLimit(.minutes(10)))
struct MetricsRouteTests {
    @Test("is the exposition, with every header that says how to read it")
    func wholeReply() async throws {
        try await RunningServer.with(snapshot: Snapshot.sample(at:)) { server async throws in
            let reply = try await server.ask("GET", "/metrics")
            #expect(reply.status == 200)
            #expect(reply.text == Exposition.sample.text())
            let headers = reply.headers.filter { $0.name.lowercased() != "date" }.map { "\($0.name): \($0.value)" }
            #expect(
                headers.sorted() == [
                    "Cache-Control: no-store",
                    "Content-Length: \(Exposition.sample.text().utf8.count)",
                    "Content-Type: text/plain; version=0.0.4; charset=utf-8",
                    "Vary: Accept, Accept-Encoding",
                    "X-Content-Type-Options: nosniff",
                ])
            #expect(reply.header("Date") != nil)
        }
    }

    @Test(
        "comes in the format that the request asks for",
        arguments: [
            ([], ExpositionFormat.text004, "text/plain; version=0.0.4; charset=utf-8"),
            (["Accept: text/html"], .text004, "text/plain; version=0.0.4; charset=utf-8"),
            (
                ["Accept: text/plain;version=1.0.0;escaping=allow-utf-8"], .text100,
                "text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8"
            ),
            (
                ["Accept: application/openmetrics-text;version=1.0.0;q=0.8", "Accept: text/plain;q=0.5"],
                .openMetrics100,
                "application/openmetrics-text; version=1.0.0; charset=utf-8"
            ),
        ])
    func negotiation(headers: [String], format: ExpositionFormat, contentType: String) async throws {
        try await RunningServer.with(snapshot: Snapshot.sample(at:)) { server async throws in
            let reply = try await server.ask("GET", "/metrics", headers)
            #expect(reply.header("Content-Type") == contentType)
            #expect(reply.text == Exposition.sample.text(format))
        }
    }

    @Test("is the same page when it is compressed", arguments: ExpositionFormat.allCases)
    func gzip(format: ExpositionFormat) async throws {
        let accept =
            switch format {
            case .text004: "text/plain;version=0.0.4"
            case .text100: "text/plain;version=1.0.0"
            case .openMetrics100: "application/openmetrics-text;version=1.0.0"
            }
        try await RunningServer.with(snapshot: Snapshot.sample(at:)) { server async throws in
            let reply = try await server.ask("GET", "/metrics", ["Accept: \(accept)", "Accept-Encoding: gzip"])
            #expect(reply.header("Content-Encoding") == "gzip")
            #expect(reply.header("Content-Length") == "\(reply.body.count)")
            #expect(String(decoding: try Gzip.inflated(reply.body), as: UTF8.self) == Exposition.sample.text(format))
        }
    }

    @Test("is whole when it is large", arguments: [Exposition.Builder.defaultIdentityLimit, 0])
    func largePage(identityLimit: Int) async throws {
        let page = Exposition.large(bytes: 3 << 20, identityLimit: identityLimit)
        let expected = page.body(.text004, .identity).bytes
        #expect(expected.count > 3 << 20)
        try await RunningServer.with { server async throws in
            server.publish(page)
            try await TestConnection.with(port: server.port) { connection async throws in
                expectSameBytes(try await connection.ask("GET", "/metrics").body, expected)
                let compressed = try await connection.ask("GET", "/metrics", ["Accept-Encoding: gzip"])
                #expect(compressed.body.count < expected.count / 4)
                expectSameBytes(try Gzip.inflated(compressed.body), expected)
            }
        }
    }

    @Test("tells its length to HEAD, and nothing more", arguments: [[], ["Accept-Encoding: gzip"]])
    func head(headers: [String]) async throws {
        try await RunningServer.with(snapshot: Snapshot.sample(at:)) { server async throws in
            try await TestConnection.with(port: server.port) { connection async throws in
                let head = try await connection.ask("HEAD", "/metrics", headers)
                // The next reply on the connection would show a body that was sent nevertheless.
                let page = try await connection.ask("GET", "/metrics", headers)
                #expect(head.status == 200)
                #expect(head.header("Content-Length") == "\(page.body.count)")
                #expect(head.header("Content-Type") == page.header("Content-Type"))
                #expect(head.header("Content-Encoding") == page.header("Content-Encoding"))
                #expect(head.header("Vary") == page.header("Vary"))
            }
        }
    }

    @Test("follows what is published")
    func newSnapshot() async throws {
        try await RunningServer.with(snapshot: Snapshot.sample(at:)) { server async throws in
            try await TestConnection.with(port: server.port) { connection async throws in
                #expect(try await connection.ask("GET", "/metrics").text == Exposition.sample.text())
                server.publish(Exposition())
                #expect(try await connection.ask("GET", "/metrics").text == "")
            }
        }
    }

    @Test("is refused before the first snapshot and once the last one is a minute old")
    func unavailable() async throws {
        try await RunningServer.with { server async throws in
            let missing = try await server.ask("GET", "/metrics")
            #expect(missing.status == 503)
            #expect(missing.text == "The exporter is starting: there is nothing to show yet.\n")

            server.publish(Exposition.sample)
            server.time.advance(by: .milliseconds(59_999))
            #expect(try await server.ask("GET", "/metrics").status == 200)
            server.time.advance(by: .milliseconds(1))
            let expired = try await server.ask("GET", "/metrics")
            #expect(expired.status == 503)
            #expect(
                expired.text
                    == "What was read last is too old to be shown, as nothing newer came for a minute; see the exporter's log.\n"
            )

            server.publish(Exposition.sample)
            #expect(try await server.ask("GET", "/metrics").status == 200)
        }
    }

    @Test("can have another path, and then only that")
    func otherPath() async throws {
        try await RunningServer.with(
            { $0.telemetryPath = try! TelemetryPath("/budgets/m") }, snapshot: Snapshot.sample(at:)
        ) {
            server async throws in
            #expect(try await server.ask("GET", "/budgets/m").text == Exposition.sample.text())
            #expect(try await server.ask("GET", "/metrics").status == 404)
            #expect(try await server.ask("GET", "/").text.contains("<a href=\"./budgets/m\">Metrics</a>"))
        }
    }

    @Test("does not make a health check wait while a large one is inflated")
    func healthWhileInflating() async throws {
        let page = Exposition.large(bytes: 16 << 20, identityLimit: 0)
        try await RunningServer.with({ $0.timeouts.response = .seconds(100) }) { server async throws in
            server.publish(page)
            try await withThrowingTaskGroup { tasks in
                for _ in 0..<4 {
                    tasks.addTask { try await server.ask("GET", "/metrics").body.count }
                }
                #expect(try await server.ask("GET", "/-/healthy").status == 200)
                for try await count in tasks {
                    #expect(count == page.body(.text004, .identity).count)
                }
            }
        }
    }
}

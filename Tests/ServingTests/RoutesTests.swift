import Exposition
import Logging
import Serving
import TestSupport
import Testing
import Threading

@testable import Polling

@Suite("Routes", .timeLimit(.minutes(10)))
struct RoutesTests {
    static let paths = [
        "/", "/metrics", "/-/healthy", "/-/ready", "/-/style.css", "/-/page.js", "/-/icon.svg", "/api/v1/teams",
        "/api/v1/teams/t-1", "/teams/t-1",
    ]

    @Test("answer GET, and HEAD with the same headers", arguments: paths)
    func getAndHead(path: String) async throws {
        try await RunningServer.with(snapshot: Snapshot.sample(at:)) { server async throws in
            try await TestConnection.with(port: server.port) { connection async throws in
                let head = try await connection.ask("HEAD", path)
                let page = try await connection.ask("GET", path)
                #expect(page.status == 200)
                #expect(head.status == 200)
                #expect(page.header("Content-Length") == "\(page.body.count)")
                #expect(head.header("Content-Length") == page.header("Content-Length"))
                #expect(head.header("Content-Type") == page.header("Content-Type"))
                #expect(page.header("Cache-Control") == "no-store")
                #expect(page.header("X-Content-Type-Options") == "nosniff")
            }
        }
    }

    @Test("refuse other methods", arguments: paths, ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PURGE"])
    func otherMethods(path: String, method: String) async throws {
        try await RunningServer.with(snapshot: Snapshot.sample(at:)) { server async throws in
            let reply = try await server.ask(method, path, ["Content-Length: 0"])
            #expect(reply.status == 405)
            #expect(reply.header("Allow") == "GET, HEAD")
            #expect(reply.header("Content-Type") == Self.contentTypeOfErrors(path))
        }
    }

    @Test("refuse anything but POST where the configuration is read anew", arguments: ["GET", "HEAD", "PUT", "DELETE"])
    func reloadMethods(method: String) async throws {
        try await RunningServer.with({ $0.allowsReload = true }) { server async throws in
            let reply = try await server.ask(method, "/-/reload", ["Content-Length: 0"])
            #expect(reply.status == 405)
            #expect(reply.header("Allow") == "POST")
        }
    }

    @Test("read the configuration anew by POST, where that is switched on, and tell what came of it")
    func reload() async throws {
        let outcomes: [(ReloadOutcome?, status: Int, words: String)] = [
            (.applied, 200, "is in force"),
            (.refused("exporter.yaml:3: poll.mod: x"), 400, "exporter.yaml:3: poll.mod: x"),
            (.stopping, 503, "stopping"), (nil, 503, "stopping"),
        ]
        for (outcome, status, words) in outcomes {
            try await RunningServer.with({ $0.allowsReload = true }, reload: { outcome }) { server async throws in
                let reply = try await server.ask("POST", "/-/reload", ["Content-Length: 0"])
                #expect(reply.status == status)
                #expect(reply.text.contains(words), "\(reply.text)")
            }
        }
        let calls = Locked(0)
        try await RunningServer.with(reload: {
            calls.withLock { $0 += 1 }
            return .applied
        }) { server async throws in
            let reply = try await server.ask("POST", "/-/reload", ["Content-Length: 0"])
            #expect(reply.status == 403)
            #expect(reply.text.contains("--web.enable-reload"))
            #expect(calls.withLock { $0 } == 0)
        }
    }

    @Test(
        "do not take a path that is only similar",
        arguments: [
            "/metrics/", "//metrics", "/Metrics", "/%6detrics", "/metricss", "/-/", "/-/healthy/", "/api/v1/teams/",
            "/teams", "/teams/", "/teams/a/b", "/teams/t-1/", "/teams//", "/api/v1/teams/t-1/",
            "/api", "/api/", "/api/v1/teams/a/b", "/api/v2/teams",
            "/../metrics", "/index.html", "*", "/metrics%3fx", "/%00", "/%ff",
        ])
    func unknownPaths(path: String) async throws {
        try await RunningServer.with(snapshot: Snapshot.sample(at:)) { server async throws in
            let method = path == "*" ? "OPTIONS" : "GET"
            let reply = try await server.ask(method, path)
            #expect(reply.status == 404)
            #expect(reply.header("Content-Type") == Self.contentTypeOfErrors(path))
            let sentence = "There is no such page; / lists those there are."
            #expect(reply.text == (path.hasPrefix("/api/") ? #"{"error":"\#(sentence)"}"# : sentence) + "\n")
        }
    }

    /// Whoever reads documents gets errors as documents.
    private static func contentTypeOfErrors(_ path: String) -> String {
        path.hasPrefix("/api/") ? "application/json" : "text/plain; charset=utf-8"
    }

    @Test(
        "ignore a query, and take the absolute form of a target",
        arguments: ["/-/healthy?verbose=1", "http://exporter:4004/-/healthy"])
    func targets(target: String) async throws {
        try await RunningServer.with { server async throws in
            #expect(try await server.ask("GET", target).status == 200)
        }
    }

    @Test(
        "survive what is no request",
        arguments: [
            "\r\n\r\n\r\n", "GET\r\n\r\n", "GET x:// HTTP/1.1\r\n\r\n", "GET http:// HTTP/1.1\r\n\r\n",
            "GET ? HTTP/1.1\r\n\r\n",
            "GET http://? HTTP/1.1\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "GET / HTTP/1.1\r\n: x\r\n\r\n",
            "GET / HTTP/1.1\r\nX: " + String(repeating: "x", count: 200_000) + "\r\n\r\n",
        ])
    func garbage(request: String) async throws {
        try await RunningServer.with({
            $0.timeouts.request = .seconds(1); $0.timeouts.idle = .seconds(1)
        }) { server async throws in
            try await TestConnection.with(port: server.port) { connection async throws in
                try? await connection.send(request)
                _ = await connection.rest()
            }
            // On a busy machine a second may be too little for a good request too.
            var isAlive = false
            for _ in 0..<20 where !isAlive { isAlive = (try? await server.ask("GET", "/-/healthy"))?.status == 200 }
            #expect(isAlive)
        }
    }

    @Test("keep what clients send out of the log")
    func log() async throws {
        try await RunningServer.with(snapshot: Snapshot.sample(at:)) { server async throws in
            for path in Self.paths + ["/canary-path"] {
                for method in ["GET", "CANARY-METHOD"] {
                    _ = try await server.ask(
                        method, path + "?canary-query",
                        ["Authorization: Bearer canary-header", "Accept: canary-accept"])
                }
            }
            #expect(server.log.lines.contains("debug answered path=/metrics status=200"))
            #expect(server.log.lines.filter { $0.lowercased().contains("canary") } == [])
        }
    }

    @Test("are quiet at the level at which people run the exporter")
    func infoLevel() async throws {
        try await RunningServer.with(snapshot: Snapshot.sample(at:), logLevel: .info) { server async throws in
            _ = try await server.ask("GET", "/metrics")
            _ = try await server.ask("GET", "/nowhere")
            #expect(server.log.lines == ["info listening address=127.0.0.1:\(server.port)"])
        }
    }
}

@Suite("Health pages", .timeLimit(.minutes(10)))
struct HealthRouteTests {
    @Test("healthy depends on nothing")
    func healthy() async throws {
        try await RunningServer.with { server async throws in
            let reply = try await server.ask("GET", "/-/healthy")
            #expect(reply.status == 200)
            #expect(reply.text == "The exporter is healthy.\n")
        }
    }

    @Test("ready says what it waits for, or what fails")
    func ready() async throws {
        try await RunningServer.with { server async throws in
            func expectReady(_ status: Int, _ text: String, with change: ((inout Report) -> Void)? = nil) async throws {
                if let change {
                    var report = Report.empty(at: server.time)
                    change(&report)
                    server.publish(report)
                }
                let reply = try await server.ask("GET", "/-/ready")
                #expect(reply.status == status)
                #expect(reply.text == text + "\n")
            }
            try await expectReady(503, "The exporter is starting: there is nothing to show yet.")
            try await expectReady(503, "The exporter is not ready: nothing was read yet.") { $0.sources = [] }
            try await expectReady(
                503, "The exporter is not ready: the first complete sweep of teams is not over yet."
            ) { _ in }
            try await expectReady(
                503,
                "The exporter is not ready: cannot read teams: GET /key/list answered 401 (unauthorized): the exporter's key was refused."
            ) { $0.sources[1].failure = .refused }
            // What else fails does not keep it from being ready.
            try await expectReady(
                503, "The exporter is not ready: the first complete sweep of teams is not over yet."
            ) { $0.sources[0].failure = .refused }
            try await expectReady(
                503,
                "The exporter is not ready: teams were read in part only: GET /key/list answered 401 (unauthorized): the exporter's key was refused."
            ) { $0.sources[1].shortfall = .refused }
            try await expectReady(
                503, "The exporter is not ready: the first complete sweep of keys is not over yet."
            ) { $0.discoverySource = .keys }
            try await expectReady(200, "The exporter is ready.") { $0.isReady = true }
            server.time.advance(by: .seconds(60))
            try await expectReady(
                503,
                "What was read last is too old to be shown, as nothing newer came for a minute; see the exporter's log."
            )
        }
    }
}

import Serving
import TestSupport
import Testing

@testable import Polling

@Suite("Guarded routes", .timeLimit(.minutes(10))) struct GuardedRoutesTests {
    private static let health = ["/-/healthy", "/-/ready"]
    private static let protected = ["/", "/metrics", "/api/v1/teams", "/-/style.css", "/no-such-page", "/-/healthy/x"]

    private static var users: WebConfiguration {
        var configuration = WebConfiguration()
        configuration.users = ["alice": .alice]
        return configuration
    }

    @Test(
        "every path but the health checks asks for a login, the ones that there are not included", arguments: protected)
    func asksForLogin(path: String) async throws {
        try await RunningServer.guarded(by: Self.users) { server, _ async throws in
            for method in ["GET", "HEAD", "POST"] {
                let reply = try await server.ask(method, path)
                #expect(reply.status == 401, "\(method)")
                let isDocument = path.hasPrefix("/api/")
                #expect((reply.header("Content-Type") == "application/json") == isDocument)
                #expect(reply.header("WWW-Authenticate")?.hasPrefix("Basic realm=") == true)
            }
            #expect(try await server.ask("GET", path, [basic("alice", "wrong")]).status == 401)
            #expect(try await server.ask("GET", path, [basic("mallory", "wonderland")]).status == 401)
            let status = Self.protected.prefix(4).contains(path) ? 200 : 404
            #expect(try await server.ask("GET", path, [basic("alice", "wonderland")]).status == status)
        }
    }

    @Test("who is not let in is not given a connection to keep")
    func closesOnStrangers() async throws {
        try await RunningServer.guarded(by: Self.users) { server, _ async throws in
            for fields in [[], [basic("alice", "wrong")], ["Authorization: Bearer x"]] {
                try await TestConnection.with(port: server.port) { connection async throws in
                    let reply = try await connection.ask("GET", "/metrics", fields)
                    #expect(reply.status == 401 && reply.header("Connection") == "close")
                    #expect(await connection.rest() == [])
                }
            }
            try await TestConnection.with(port: server.port) { connection async throws in
                for _ in 0..<2 {
                    #expect(try await connection.ask("GET", "/no", [basic("alice", "wonderland")]).status == 404)
                }
            }
        }
    }

    @Test("health checks answer everybody, unless they are told not to", arguments: health)
    func healthChecks(path: String) async throws {
        try await RunningServer.guarded(by: Self.users) { server, _ async throws in
            #expect(try await server.ask("GET", path).status == 200)
            #expect(try await server.ask("GET", path, [basic("alice", "wrong")]).status == 200)
        }
        try await RunningServer.guarded(by: Self.users, { $0.healthNeedsLogin = true }) { server, _ async throws in
            #expect(try await server.ask("GET", path).status == 401)
            #expect(try await server.ask("GET", path, [basic("alice", "wonderland")]).status == 200)
        }
    }

    @Test("who need not log in is told what is not read yet, and nothing that the proxy or its address would tell")
    func readinessForStrangers() async throws {
        func expect(
            _ answers: [String], _ fields: [String], _ change: (inout ExporterServer.Configuration) -> Void = { _ in }
        ) async throws {
            try await RunningServer.guarded(by: Self.users, change) { server, _ async throws in
                for (failure, answer) in zip([nil, .refused] as [SourceStatus.Failure?], answers) {
                    var report = Report.empty(at: server.time)
                    report.sources[1].failure = failure
                    server.publish(report)
                    let reply = try await server.ask("GET", "/-/ready", fields)
                    #expect(reply.status == 503)
                    #expect(reply.text == "The exporter is not ready: \(answer).\n")
                }
            }
        }
        let login = [basic("alice", "wonderland")]
        for fields in [[], login] {
            try await expect(["teams have not been read yet", "teams cannot be read"], fields)
        }
        let inDetail = [
            "the first complete sweep of teams is not over yet",
            "cannot read teams: GET /key/list answered 401 (unauthorized): the exporter's key was refused",
        ]
        try await expect(inDetail, login) { $0.healthNeedsLogin = true }
    }

    @Test("without a configuration, and with one that names nobody, everybody may read")
    func open() async throws {
        try await RunningServer.guarded(by: WebConfiguration()) { server, _ async throws in
            #expect(try await server.ask("GET", "/metrics").status == 200)
            #expect(try await server.ask("GET", "/metrics", [basic("a", "b")]).status == 200)
        }
    }

    @Test("configured fields are on every answer, and replace the server's own")
    func headers() async throws {
        var configuration = Self.users
        configuration.headers = [("Strict-Transport-Security", "max-age=60"), ("Content-Security-Policy", "none")]
        try await RunningServer.guarded(by: configuration) { server, _ async throws in
            for (path, fields) in [("/", [basic("alice", "wonderland")]), ("/metrics", []), ("/-/healthy", [])] {
                let reply = try await server.ask("GET", path, fields)
                #expect(reply.header("Strict-Transport-Security") == "max-age=60", "\(path)")
                let policies = reply.headers.filter { $0.name.lowercased() == "content-security-policy" }
                #expect(policies.map(\.value) == ["none"], "\(path)")
            }
        }
    }

    @Test("more requests than the limit are told to come later; health checks are not counted")
    func rateLimit() async throws {
        var configuration = WebConfiguration()
        configuration.rateLimit = WebConfiguration.RateLimit(interval: .seconds(3600), burst: 2)
        try await RunningServer.guarded(by: configuration) { server, _ async throws in
            var statuses: [Int] = []
            for _ in 0..<4 { statuses.append(try await server.ask("GET", "/metrics").status) }
            #expect(statuses == [200, 200, 429, 429])
            #expect(try await server.ask("GET", "/metrics").header("Retry-After") == "1")
            #expect(try await server.ask("GET", "/-/healthy").status == 200)
        }
    }

    @Test("failed logins are logged once a minute with their number, and without name or password")
    func quietLog() async throws {
        try await RunningServer.guarded(by: Self.users) { server, _ async throws in
            func attempt() async throws {
                #expect(try await server.ask("GET", "/metrics", [basic("mallory", "tea-time")]).status == 401)
            }
            for _ in 0..<5 { try await attempt() }
            server.time.advance(by: .seconds(60))
            try await attempt()
            let lines = server.log.lines.filter { $0.hasPrefix("warning a login failed") }
            let counts = lines.map { $0.split(separator: " ").first { $0.hasPrefix("not_logged_before=") } ?? "" }
            #expect(counts == ["not_logged_before=0", "not_logged_before=4"])
            #expect(!server.log.lines.contains { $0.contains("mallory") || $0.contains("tea-time") })
        }
    }
}

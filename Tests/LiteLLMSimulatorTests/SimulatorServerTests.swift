import Logging
import ServiceLifecycle
import Testing

@testable import LiteLLMSimulator

@Suite struct SimulatorServerTests {
    private static let silent = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    /// Runs a server on a free port for the time of a closure, then shuts it down gracefully.
    private func withServer(
        _ proxy: SimulatedProxy, speed: Double = 0, hasControlRoute: Bool = false,
        _ use: @Sendable (_ port: Int) async throws -> Void
    ) async throws {
        var configuration = SimulatorServer.Configuration()
        configuration.speed = speed
        configuration.hasControlRoute = hasControlRoute
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let server = SimulatorServer(proxy, configuration: configuration, logger: Self.silent) { port in
            continuation.yield(port)
        }
        let group = ServiceGroup(services: [server], logger: Self.silent)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = try #require(await ports.first { _ in true })
            try await use(port)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test func theSocketAnswersWhatTheProxyAnswers() async throws {
        let proxy = SimulatedProxy(.demo(at: start), startingAt: start)
        try await withServer(proxy) { port async throws in
            let target = "/v2/team/list?page_size=100&sort_by=team_id"
            let answer = try await PlainHTTP.send(target, key: Population.viewerKey, port: port)
            let expected = await proxy.respond(to: .get(target, key: Population.viewerKey))
            #expect(answer.status == 200)
            #expect(answer.body == expected.text)
            #expect(answer.header("content-type") == "application/json")
            #expect(answer.header("date") == "Sat, 21 Nov 2026 10:20:30 GMT")

            let head = try await PlainHTTP.send(target, method: "HEAD", key: Population.viewerKey, port: port)
            #expect(head.status == 405)
            #expect(head.body.isEmpty)
            #expect(try await PlainHTTP.send("/v2/team/list", port: port).status == 401)
        }
    }

    @Test func timePassesFaster() async throws {
        let proxy = SimulatedProxy(.demo(at: start), startingAt: start)
        try await withServer(proxy, speed: 1e6) { port async throws in
            _ = try await PlainHTTP.send("/health/readiness", port: port)
            let first = await proxy.now
            _ = try await PlainHTTP.send("/health/readiness", port: port)
            #expect(await proxy.now > first)
        }
    }

    @Test func faultsBreakTheConnection() async throws {
        let proxy = SimulatedProxy(.demo(at: start), startingAt: start)
        try await withServer(proxy) { port async throws in
            func answer() async throws -> PlainHTTP.Answer {
                try await PlainHTTP.send("/v2/team/list", key: Population.viewerKey, port: port)
            }
            await proxy.inject(Fault(.truncated(afterBytes: 60), times: 1))
            let truncated = try await answer()
            #expect(truncated.status == 200)
            #expect(truncated.body.utf8.count == 60)
            #expect(Int(truncated.header("content-length") ?? "") ?? 0 > 1000)

            await proxy.inject(Fault(.slow(seconds: 0.2), times: 1))
            let before = ContinuousClock.now
            #expect(try await answer().status == 200)
            #expect(before.duration(to: .now) >= .seconds(0.2))

            await proxy.inject(Fault(.redirect(location: "https://elsewhere.example/")))
            #expect(try await answer().header("location") == "https://elsewhere.example/")
        }
    }

    @Test func aKeptConnectionIsDroppedAsItIsUsedAgain() async throws {
        let proxy = SimulatedProxy(.demo(at: start), startingAt: start)
        try await withServer(proxy) { port async throws in
            await proxy.inject(Fault(.droppedConnection, times: 1))
            let request = "GET /health/readiness HTTP/1.1\r\nHost: a\r\n\r\n"
            func answers() async throws -> Int {
                let text = try await PlainHTTP.converse([request, request, request], port: port)
                return text.ranges(of: "HTTP/1.1 200 OK").count
            }
            #expect(try await answers() == 1)
            #expect(await proxy.activeFaults.isEmpty)
            #expect(try await answers() == 3)
        }
    }

    /// Shutting down ends a request that would hang for an hour.
    @Test(.timeLimit(.minutes(10))) func aHangingRequestDoesNotKeepTheServer() async throws {
        let proxy = SimulatedProxy(.demo(at: start), startingAt: start)
        await proxy.inject(Fault(.hanging, routes: ["/v2/team/list"]))
        let (answers, continuation) = AsyncStream.makeStream(of: String.self)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            tasks.addTask {
                try await withServer(proxy) { number async throws in
                    port.yield(number)
                    while await proxy.requestCounts["/v2/team/list"] == nil { await Task.yield() }
                }
            }
            let number = try #require(await ports.first { _ in true })
            tasks.addTask {
                let answer = try await PlainHTTP.send("/v2/team/list", key: Population.viewerKey, port: number)
                continuation.yield(answer.text)
            }
            try await tasks.waitForAll()
        }
        #expect(await answers.first { _ in true } == "")
    }

    @Test func faultsAreSwitchedByTheControlRoute() async throws {
        let proxy = SimulatedProxy(.demo(at: start), startingAt: start)
        try await withServer(proxy, hasControlRoute: true) { port async throws in
            func control(_ method: String, _ body: String = "") async throws -> Int? {
                try await PlainHTTP.send("/simulator/faults", method: method, body: body, port: port).status
            }
            func status(_ target: String) async throws -> Int? {
                try await PlainHTTP.send(target, key: masterKey, port: port).status
            }
            #expect(try await control("POST", #"{"effect":"database-outage","routes":["/v2/team/list"]}"#) == 204)
            #expect(try await status("/v2/team/list") == 503)
            #expect(try await status("/key/list") == 200)
            #expect(try await control("DELETE") == 204)
            #expect(try await status("/v2/team/list") == 200)
            for effect in [
                #"{"effect":"status","status":502,"body":"x","pages":[2]}"#, #"{"effect":"slow","seconds":0.1}"#,
                #"{"effect":"hanging"}"#, #"{"effect":"truncated","bytes":9}"#, #"{"effect":"login-page"}"#,
                #"{"effect":"too-many-requests","retry_after":"7"}"#, #"{"effect":"redirect","location":"x"}"#,
                #"{"effect":"dropped-connection","times":1}"#, #"{"effect":"null-spend"}"#,
                #"{"effect":"wrong-types"}"#, #"{"effect":"bad-row","team_id":"t"}"#,
            ] {
                #expect(try await control("POST", effect) == 204, "\(effect)")
            }
            #expect(await proxy.activeFaults.count == 11)
            #expect(try await control("DELETE") == 204)
            for nonsense in [
                "", "{}", #"{"effect":"hanging","route":"/key/list"}"#, #"{"effect":"bad-row"}"#,
                #"{"effect":"nonsense"}"#, #"{"effect":"status"}"#,
            ] {
                #expect(try await control("POST", nonsense) == 400)
            }
            #expect(await proxy.activeFaults.isEmpty)
        }
    }

    @Test func theControlRouteIsOffUnlessAskedFor() async throws {
        try await withServer(SimulatedProxy(.demo(at: start), startingAt: start)) { port async throws in
            let answer = try await PlainHTTP.send(
                "/simulator/faults", method: "POST", body: #"{"effect":"hanging"}"#, port: port)
            #expect(answer.status == 404)
        }
    }
}

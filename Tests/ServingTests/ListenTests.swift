import Logging
import Serving
import TestSupport
import Testing
import Threading

@Suite("Listening", .timeLimit(.minutes(10)))
struct ListenTests {
    @Test(
        "takes IPv4 and IPv6 as asked",
        arguments: [
            (nil, ["127.0.0.1", "::1"], []), ("127.0.0.1", ["127.0.0.1"], ["::1"]), ("::1", ["::1"], ["127.0.0.1"]),
            ("localhost", ["localhost"], []),
        ] as [(String?, [String], [String])])
    func families(host: String?, reachable: [String], unreachable: [String]) async throws {
        guard Loopback.hasIPv6 || host == "127.0.0.1" else {
            print("SKIPPED listening at \(host ?? "all interfaces"): this machine has no IPv6")
            return
        }
        // Another server may listen at the same port of the other family: only this one has the path.
        let path = "/only-here"
        try await RunningServer.with({
            $0.listenAddress = ListenAddress(host: host, port: 0)
            $0.telemetryPath = try! TelemetryPath(path)
        }) { server async throws in
            func answers(at client: String) async throws -> Bool {
                try await TestConnection.with(host: client, port: server.port) {
                    try await $0.ask("GET", path).status == 503
                }
            }
            for client in reachable {
                #expect(try await answers(at: client), "\(client)")
            }
            for client in unreachable {
                #expect(await (try? answers(at: client)) != true, "\(client)")
            }
            let address = ListenAddress(host: host, port: server.port)
            #expect(server.log.lines.contains("info listening address=\(address)"))
        }
    }

    @Test("fails with a sentence when the port is taken", arguments: [nil, "127.0.0.1"] as [String?])
    func portIsTaken(host: String?) async throws {
        try await RunningServer.with({ $0.listenAddress = ListenAddress(host: host, port: 0) }) { server async throws in
            let address = ListenAddress(host: host, port: server.port)
            let error = try await failure(at: address)
            #expect(error.reason == .portIsTaken)
            #expect(
                "\(error)"
                    == "--web.listen-address \(address): another program listens there already; stop it or choose another port"
            )
        }
    }

    @Test("fails with a sentence when the address is not this machine's")
    func foreignAddress() async throws {
        // TEST-NET-1, which no machine has.
        let error = try await failure(at: ListenAddress(host: "192.0.2.1", port: 4004))
        #expect(
            "\(error)"
                == "--web.listen-address 192.0.2.1:4004: this machine has no such address; give one that it has, or :4004 for all of them"
        )
    }

    @Test("fails with a sentence when the name does not resolve")
    func unknownHost() async throws {
        let error = try await failure(at: ListenAddress(host: "exporter.invalid", port: 4004))
        #expect(
            "\(error)"
                == "--web.listen-address exporter.invalid:4004: the host name cannot be resolved; give an address, or :4004 for all of them"
        )
    }

    private func failure(at address: ListenAddress) async throws -> ListenError {
        var configuration = ExporterServer.Configuration(version: "1.2.3")
        configuration.listenAddress = address
        let server = ExporterServer(
            configuration, snapshots: Published(nil), time: ManualTime(), logger: RecordedLog().logger)
        return try #require(await #expect(throws: ListenError.self) { try await server.run() })
    }

    @Test(
        "reads addresses as they are written in settings",
        arguments: [
            (":4004", nil, 4004), ("127.0.0.1:0", "127.0.0.1", 0), ("[::1]:9100", "::1", 9100),
            ("exporter.local:65535", "exporter.local", 65535),
        ] as [(String, String?, Int)])
    func parse(text: String, host: String?, port: Int) throws {
        let address = try ListenAddress(text)
        #expect(address == ListenAddress(host: host, port: port))
        #expect("\(address)" == text)
    }

    @Test(
        "refuses what is no address",
        arguments: [
            "", ":", "4004", "localhost", "localhost:", ":65536", ":-1", ":+1", ":x", "::1:9100", "[::1]", "[]:1",
            "a b:1", "http://x:1", ":4004/", ": 4004",
        ])
    func malformed(text: String) {
        let error = #expect(throws: ListenAddress.Malformed.self) { try ListenAddress(text) }
        #expect(error?.description.hasPrefix("\"\(text)\" is not an address and a port; write :4004") == true)
    }

    @Test(
        "takes a path for the metrics that no other page has",
        arguments: ["/m", "/metrics", "/a/b.c", "/~x:y", "/-metrics", "/apis"])
    func telemetryPath(text: String) throws {
        #expect(try TelemetryPath(text).text == text)
    }

    @Test(
        "refuses any other path for the metrics",
        arguments: [
            ("", .notAPath), ("/", .notAPath), ("metrics", .notAPath), ("//x", .notAPath), ("/a b", .notAPath),
            ("/ü", .notAPath),
            ("/a?b", .notAPath), ("/a#b", .notAPath), ("/%41", .notAPath), ("/a\n", .notAPath), ("/-/healthy", .taken),
            ("/-/x", .taken), ("/teams/x", .taken), ("/teams", .taken), ("/-", .taken), ("/api", .taken),
            ("/api/v1/teams", .taken),
        ] as [(String, TelemetryPath.Malformed.Problem)])
    func refusedTelemetryPath(text: String, problem: TelemetryPath.Malformed.Problem) {
        let error = #expect(throws: TelemetryPath.Malformed.self) { try TelemetryPath(text) }
        #expect(error?.problem == problem)
        #expect(error?.description.hasPrefix("\"\(text)\" ") == true)
    }
}

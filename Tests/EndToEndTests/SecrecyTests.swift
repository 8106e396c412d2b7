import Curl
import FoundationEssentials
import TestSupport
import Testing

extension EndToEndTests {
    /// What the exporter holds or reads and tells nobody, while the network fails too: its key, the logins of its readers,
    /// whole hashes of keys where short ones are wanted, addresses of people.
    @Suite("Secrets")
    struct SecrecyTests {
        private static let password = "tea-at-four-o-clock"
        /// Of that password.
        private static let hash = "$2b$04$hCwJfMaUIx9KWXwDQwAieuNVxtKRlvSST8IYj9UsDuwx2eIdyRLLO"
        private static let token = "f3b1c9a27d5e4860f3b1c9a27d5e4860"
        private static let login = Data("prometheus:\(password)".utf8).base64EncodedString()
        private static let wrongKey = "sk-of-another-proxy"
        /// What nothing that leaves the program may hold.
        private static let secrets = [Simulator.key, wrongKey, password, hash, token, login]
        private static let networkFaults: [(name: String, fault: Fault)] = [
            ("a refusal", .refuse), ("silence", .silence), ("a stall", .stall(afterBytes: 300)),
            ("an answer cut off", .truncate(afterBytes: 300)), ("a reset", .reset(afterBytes: 0)),
            ("an answer too large", .answer(CannedAnswer(200, body: oversized), path: nil)),
        ]
        /// More than is taken of an answer, and the key with it.
        private static let oversized =
            Array(#"{"teams":[],"keys":[],"key":"\#(Simulator.key)"}"#.utf8)
            + [UInt8](repeating: UInt8(ascii: " "), count: 33 << 20)

        @Test("Whatever the network does, nothing that is served, logged or kept holds what it shall not")
        func throughNetworkFaults() async throws {
            try await Simulator.with { simulator in
                let port = try #require(Int(simulator.url.split(separator: ":").last ?? ""))
                try await FaultProxy.with(.upstream(port: port)) { proxy in
                    try await ScratchFolder.with { folder in try await watch(proxy, folder) }
                }
            }
        }

        private func watch(_ proxy: FaultProxy, _ folder: ScratchFolder) async throws {
            let key = try folder.write("key", Simulator.key)
            try folder.write("tokens", Self.token)
            let web = try folder.write(
                "web.yml",
                "basic_auth_users: {prometheus: \(Self.hash)}\nlitellm_budget_exporter: {bearer_tokens_file: tokens}\n")
            let arguments = [
                "--litellm.url=\(proxy.url)", "--litellm.api-key-file=\(key)", "--log.level=debug",
                "--litellm.timeout=1s", "--poll.max-duty=1", "--poll.details=on", "--poll.teams-interval=1s",
                "--poll.keys-interval=1s", "--poll.users", "--poll.users-interval=1s", "--poll.customers",
                "--poll.customers-interval=1s", "--label.key-hash-length=16", "--web.config.file=\(web)",
                "--state-file=\(folder.path("state.db"))",
            ]
            let (pages, outcome) = try await RunningExporter.with(arguments) { exporter in
                var pages = try await readings(of: exporter, where: "a first look") { $0.isUp == 1 && $0.hasPeople }
                for (name, fault) in Self.networkFaults {
                    try await proxy.inject(fault)
                    await proxy.closeConnections()
                    pages += try await readings(of: exporter, where: name) { $0.isUp == 0 }
                    try await proxy.inject(.none)
                    pages += try await readings(of: exporter, where: "the end of \(name)") { $0.isUp == 1 }
                }
                // A key is in use as soon as its file holds it.
                try folder.write("key", Self.wrongKey)
                pages += try await readings(of: exporter, where: "a wrong key") { $0.isUp == 0 }
                try folder.write("key", Simulator.key)
                pages += try await readings(of: exporter, where: "the right key") { $0.isUp == 1 }
                return pages
            }
            #expect(outcome.status == 0)
            #expect(outcome.errors.contains("level=debug"), "it was logged as much as can be")
            let printed = [outcome.output, outcome.errors]
            for (index, text) in (pages + printed).enumerated() {
                for secret in Self.secrets { #expect(!text.contains(secret), "\(secret) in \(index): \(text)") }
                #expect(!text.contains("@example.com"), "an address in \(index): \(text)")
                #expect(text.firstMatch(of: /[0-9a-f]{64}/) == nil, "a whole hash in \(index): \(text)")
            }
            // Accounts are kept by their ids, which are no secrets of the exporter's own.
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
            where name.hasPrefix("state.db") {
                let bytes = try Data(contentsOf: URL(filePath: folder.path(name)))
                for secret in Self.secrets {
                    #expect(bytes.firstRange(of: Data(secret.utf8)) == nil, "\(secret) in \(name)")
                }
            }
        }

        /// Everything that somebody can read from outside, with a login and without, once a condition holds.
        private func readings(
            of exporter: RunningExporter, where what: String, _ holds: (ExpositionPage) -> Bool
        ) async throws -> [String] {
            let basic = HTTPClient.Header("Authorization", "Basic " + Self.login)
            let bearer = HTTPClient.Header("Authorization", "Bearer " + Self.token)
            try await waitUntil(what, context: { exporter.program.errors }) {
                let response = try await exporter.get("/metrics", headers: [basic])
                return try response.status == 200 && holds(StrictExpositionParser.parse(response.body, as: .text004))
            }
            let teams = try await exporter.get("/api/v1/teams", headers: [bearer])
            #expect(teams.status == 200)
            let id = try #require(
                String(decoding: teams.body, as: UTF8.self).firstMatch(of: /"team_id":"([A-Za-z0-9-]+)"/)?.1)
            var readings = [String(decoding: teams.body, as: UTF8.self)]
            for path in ["/metrics", "/", "/teams/\(id)", "/api/v1/teams/\(id)", "/-/ready", "/nowhere"] {
                for headers in [[bearer], [], [HTTPClient.Header("Authorization", "Bearer x" + Self.token)]] {
                    let response = try await exporter.get(path, headers: headers)
                    readings.append(
                        response.headers.map { "\($0.name): \($0.value)\n" }.joined()
                            + String(decoding: response.body, as: UTF8.self))
                }
            }
            let commandLine = FileManager.default.contents(atPath: "/proc/\(exporter.program.pid)/cmdline")
            return readings + [String(decoding: commandLine ?? Data(), as: UTF8.self)]
        }

        @Test("Nor does a command whose connection fails at the name, at TLS or at a proxy that repeats what it hears")
        func connections() async throws {
            let echo = Simulator.key + " " + Self.password
            let answer: @Sendable (String) -> CannedAnswer = { head in
                CannedAnswer(502, [("X-Why", echo)], body: Array((echo + head).utf8))
            }
            try await Simulator.with { simulator in
                try await FaultProxy.with(.canned(answer)) { proxy in
                    let behind = "http://user:\(Self.password)@127.0.0.1:\(proxy.port)"
                    try await expectSecrecy(of: "https" + simulator.url.dropFirst("http".count), [:], complaint: "TLS")
                    // RFC 6761 reserves .invalid; without any name server the answer can take a while.
                    try await expectSecrecy(
                        of: "http://litellm.invalid", [:], complaint: "litellm.invalid", timeout: "40s")
                    try await expectSecrecy(
                        of: "http://litellm.example.com", ["http_proxy": behind], complaint: "502")
                    try await expectSecrecy(
                        of: "https://litellm.example.com", ["https_proxy": behind], complaint: "proxy")
                }
            }
        }

        private func expectSecrecy(
            of url: String, _ environment: [String: String], complaint: String, timeout: String = "2s"
        ) async throws {
            for command in ["check", "once"] {
                let outcome = try await Program.exporter(
                    [command, "--litellm.url=\(url)", "--log.level=debug", "--litellm.timeout=\(timeout)"],
                    environment: environment.merging(["LITELLM_API_KEY": Simulator.key]) { $1 }
                ).run()
                let text = outcome.output + outcome.errors
                #expect(outcome.status == 1)
                #expect(text.contains(complaint), "\(url): \(text)")
                for secret in Self.secrets { #expect(!text.contains(secret), "\(url): \(text)") }
            }
        }
    }
}

extension ExpositionPage {
    fileprivate var isUp: Double? { self["litellm_budget_exporter_source_up", ["source": "teams"]] }
    /// Whether there is anything to be hidden.
    fileprivate var hasPeople: Bool {
        !samples(of: "litellm_key_info").isEmpty && !samples(of: "litellm_user_info").isEmpty
            && !samples(of: "litellm_team_member_info").isEmpty
    }
}

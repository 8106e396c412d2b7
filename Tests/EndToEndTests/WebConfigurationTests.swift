import Curl
import FoundationEssentials
import TestSupport
import Testing

extension EndToEndTests {
    /// The exporter behind a web configuration, as those see it who may come in and those who may not.
    @Suite("Web configuration")
    struct WebConfigurationTests {
        private static let password = "tea-at-four-o-clock"
        /// Of that password.
        private static let hash = "$2b$04$hCwJfMaUIx9KWXwDQwAieuNVxtKRlvSST8IYj9UsDuwx2eIdyRLLO"
        private static let token = "f3b1c9a27d5e4860f3b1c9a27d5e4860"

        /// A demo that wants client certificates and a login, and the folder of its files.
        private static func withProtectedDemo(
            _ body: @Sendable (RunningExporter, Certificates) async throws -> Void
        ) async throws {
            guard Program.isInstalled("openssl") else { return skip("web configuration", "openssl is not installed") }
            try await ScratchFolder.with { folder in
                let certificates = try await Certificates(in: folder)
                try folder.write("tokens", token)
                let file = try folder.write("web.yml", configuration())
                try await RunningExporter.with(["demo", "--web.config.file=\(file)"]) {
                    $0.caFile = certificates.caFile
                    $0.clientCertificate = HTTPClient.ClientCertificate(
                        certificateFile: folder.path("client.pem"), keyFile: folder.path("client.key"))
                } _: { exporter in
                    try await body(exporter, certificates)
                }
            }
        }

        private static func configuration(user: String = "prometheus") -> String {
            """
            tls_server_config:
              cert_file: server.pem
              key_file: server.key
              client_auth_type: RequireAndVerifyClientCert
              client_ca_file: ca.pem
              client_allowed_sans: [client.example]
            basic_auth_users:
              \(user): \(hash)
            litellm_budget_exporter:
              bearer_tokens_file: tokens

            """
        }

        private static func login(_ user: String = "prometheus") -> HTTPClient.Header {
            HTTPClient.Header("Authorization", "Basic " + Data("\(user):\(password)".utf8).base64EncodedString())
        }

        @Test(
            "A real Prometheus scrapes over mutual TLS, with a password or a token",
            arguments: [
                "basic_auth: {username: prometheus, password_file: password}",
                "authorization: {credentials_file: tokens}",
            ])
        func prometheus(login: String) async throws {
            guard Program.isInstalled("prometheus") else {
                return skip("a real Prometheus over mutual TLS", "prometheus is not installed")
            }
            try await Self.withProtectedDemo { exporter, certificates in
                let folder = certificates.folder
                try folder.write("password", Self.password)
                func job(_ name: String, _ more: String) -> String {
                    """
                      - job_name: \(name)
                        scheme: https
                        static_configs: [{targets: ["\(exporter.url.dropFirst("https://".count))"]}]
                        \(more)

                    """
                }
                let pair = "cert_file: client.pem, key_file: client.key"
                let configuration = try folder.write(
                    "prometheus.yml",
                    "global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n"
                        + job("right", "tls_config: {ca_file: ca.pem, \(pair)}\n    \(login)")
                        + job("no-certificate", "tls_config: {ca_file: ca.pem}\n    \(login)")
                        + job("no-login", "tls_config: {ca_file: ca.pem, \(pair)}"))
                let port = try ReservedPort()
                let prometheus = Program(
                    name: "prometheus",
                    arguments: [
                        "--config.file=\(configuration)", "--storage.tsdb.path=\(folder.path)/data",
                        "--web.listen-address=127.0.0.1:\(port.number)",
                    ])
                try await prometheus.whileRunning { program in
                    let api = PrometheusAPI(url: "http://127.0.0.1:\(port.number)")
                    try await waitUntil("three scrapes", context: { await api.targets() + program.errors.suffix(2000) })
                    {
                        let up = try await api.query("up")
                        let states = Dictionary(uniqueKeysWithValues: up.map { ($0.labels["job"] ?? "", $0.value) })
                        return states == ["right": 1, "no-certificate": 0, "no-login": 0]
                    }
                    #expect(try await api.query("litellm_team_info").isEmpty == false)
                    let targets = await api.targets()
                    #expect(targets.contains("401"), "\(targets)")
                }
            }
        }

        @Test(
            "Certificates and users that change count at once; a broken file does not, and neither secret is in the log"
        )
        func reload() async throws {
            try await Self.withProtectedDemo { exporter, certificates in
                let folder = certificates.folder
                func status(_ user: String) async throws -> Int {
                    try await exporter.get("/-/style.css", headers: [Self.login(user)]).status
                }
                #expect(try await status("prometheus") == 200)
                try folder.write("web.yml", Self.configuration(user: "grafana"))
                try await waitUntil("the new user") { try await status("grafana") == 200 }
                #expect(try await status("prometheus") == 401)
                try folder.write("web.yml", "basic_auth_user: {}\n")
                try await waitUntil("a complaint") { exporter.program.errors.contains("web.yml:1: basic_auth_user: ") }
                #expect(try await status("grafana") == 200)
                for secret in [Self.password, Self.hash, Self.token, Self.token.prefix(16).description] {
                    #expect(!(exporter.program.errors + exporter.program.output).contains(secret))
                }
            }
        }

        @Test("Healthcheck and status find an exporter that wants certificates and a login")
        func commands() async throws {
            try await Self.withProtectedDemo { exporter, certificates in
                let folder = certificates.folder
                let login = try folder.write("login", "prometheus:\(Self.password)\n")
                let address = "--web.listen-address=\(exporter.url.dropFirst("https://".count))"
                let file = "--web.config.file=\(folder.path("web.yml"))"
                let pair = [
                    "--client.certificate-file=\(folder.path("client.pem"))",
                    "--client.key-file=\(folder.path("client.key"))",
                ]
                for arguments in [[file], [file] + pair, pair + ["--client.ca-file=\(certificates.caFile)"]] {
                    let outcome = try await Program.exporter(["healthcheck", address] + arguments).run()
                    #expect(outcome.status == 0 && outcome.errors == "", "\(arguments): \(outcome.errors)")
                }
                // Over plain HTTP nobody answers.
                #expect(try await Program.exporter(["healthcheck", address]).run().status == 1)

                try await waitUntil("the teams") {
                    try await exporter.get("/-/ready").status == 200
                }
                for trust in [file, "--client.ca-file=\(certificates.caFile)"] {
                    for key in ["--client.login-file=\(login)", "--client.token-file=\(folder.path("tokens"))"] {
                        let outcome = try await Program.exporter(["status", address, trust, key] + pair).run()
                        #expect(outcome.status == 0, "\(trust) \(key): \(outcome.errors)")
                    }
                }
                let refused = try await Program.exporter(["status", address, file] + pair).run()
                #expect(refused.status == 1 && refused.errors.contains("asks for a login"), "\(refused.errors)")
                let stranger = "--client.ca-file=\(certificates.strangerFile)"
                let untrusted = try await Program.exporter(
                    ["status", address, stranger, "--client.login-file=\(login)"] + pair
                ).run()
                #expect(
                    untrusted.status == 1 && untrusted.errors.contains("no exporter answers"), "\(untrusted.errors)")
            }
        }

        @Test("A web configuration that cannot be used ends serve with the place and exit code 2, before it listens")
        func badConfiguration() async throws {
            try await ScratchFolder.with { folder in
                for (text, complaint) in [
                    ("basic_auth_users: {alice: tea}", "web.yml:1: basic_auth_users: is not a bcrypt hash"),
                    (
                        "\ntls_server_config: {cert_file: a.pem, key_file: b.pem}",
                        "web.yml:2: tls_server_config.key_file: \(folder.path)/b.pem cannot be read"
                    ),
                ] {
                    let file = try folder.write("web.yml", text)
                    try folder.write("a.pem", "")
                    let outcome = try await Program.exporter(["demo", "--web.config.file=\(file)"]).run()
                    #expect(outcome.status == 2)
                    #expect(outcome.errors.contains(complaint) || outcome.errors.contains("a.pem"), "\(outcome.errors)")
                    #expect(!outcome.output.contains("open http"))
                }
            }
        }
    }
}

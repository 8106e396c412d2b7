import NIOSSL
import Serving
import TestSupport
import Testing

@testable import Commands

/// Files in the toolkit's format, good and bad.
@Suite("Web configuration") struct WebConfigurationTests {
    private static let hash = "$2b$04$JD/7pETG9buzOEi./XX3ge/qUztYTeVGDILo3kPH.cJxewDh6WwK."
    private static let pair = "cert_file: server.pem, key_file: server.key"

    private static func read(_ text: String, path: String = "web.yml") throws(SettingError) -> WebConfiguration {
        try WebConfigurationReader.configuration(text, path: path)
    }

    @Test("Everything that the format knows, at once")
    func everything() throws {
        let configuration = try Self.read(
            """
            tls_server_config:
              cert_file: tls/server.pem
              key_file: /etc/tls/server.key
              client_auth_type: RequireAndVerifyClientCert
              client_ca_file: ca.pem
              client_allowed_sans:
                - prometheus.example.com
                - spiffe://example/prometheus
              min_version: TLS12
              max_version: TLS13
              cipher_suites:
                - TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
                - TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
              prefer_server_cipher_suites: true
              curve_preferences: [X25519, CurveP256]
            http_server_config:
              http2: false
              headers:
                Content-Security-Policy: default-src 'self'
                X-Frame-Options: deny
                X-Content-Type-Options: nosniff
                X-XSS-Protection: 1; mode=block
                Strict-Transport-Security: max-age=31536000
            basic_auth_users:
              alice: \(Self.hash)
              prometheus: "\(Self.hash)"
            rate_limit:
              interval: 1s
              burst: 20
            litellm_budget_exporter:
              bearer_tokens_file: tokens

            """, path: "/etc/exporter/web.yml")
        let tls = try #require(configuration.tls)
        #expect(tls.certificate.path == "/etc/exporter/tls/server.pem", "relative to the file")
        #expect(tls.certificate.place == "/etc/exporter/web.yml:2: tls_server_config.cert_file")
        #expect(tls.key.path == "/etc/tls/server.key")
        #expect(tls.clientAuthorities?.path == "/etc/exporter/ca.pem")
        #expect(tls.clientPolicy == .requireAndVerify)
        #expect(tls.allowedClientNames == ["prometheus.example.com", "spiffe://example/prometheus"])
        #expect(tls.minimumVersion == .tlsv12 && tls.maximumVersion == .tlsv13)
        #expect(
            tls.cipherSuites == [
                .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
            ])
        #expect(tls.curves == [.x25519, .secp256r1])
        #expect(configuration.users.keys.sorted() == ["alice", "prometheus"])
        #expect(configuration.rateLimit == .init(interval: .seconds(1), burst: 20))
        #expect(configuration.bearerTokens?.path == "/etc/exporter/tokens")
        #expect(configuration.bearerTokens?.place.hasPrefix("/etc/exporter/web.yml:31: ") == true)
        #expect(
            configuration.headers.map(\.name).sorted() == [
                "Content-Security-Policy", "Strict-Transport-Security", "X-Content-Type-Options", "X-Frame-Options",
                "X-XSS-Protection",
            ])
        #expect(
            configuration.remarks == [
                "/etc/exporter/web.yml:14: tls_server_config.prefer_server_cipher_suites: has no effect, as in the toolkit "
                    + "itself, whose library ignores it"
            ])
    }

    @Test(
        "Files that protect nothing are fine, as an exporter may be protected by something else, and say so",
        arguments: [
            ("", []), ("# nothing yet\n", []), ("http_server_config: {}", []),
            ("tls_server_config:\n", ["web.yml:1: tls_server_config: is empty, so that nothing is encrypted"]),
            ("tls_server_config: {}", ["web.yml:1: tls_server_config: is empty, so that nothing is encrypted"]),
        ])
    func empty(text: String, remarks: [String]) throws {
        let configuration = try Self.read(text)
        #expect(configuration.tls == nil && configuration.users.isEmpty && configuration.bearerTokens == nil)
        #expect(configuration.remarks == remarks)
    }

    @Test(
        "Each policy has its name, and the older one of the toolkit too",
        arguments: [
            ("NoClientCert", .none), ("RequestClientCert", .request), ("RequireAnyClientCert", .requireAny),
            ("RequireClientCert", .requireAny), ("VerifyClientCertIfGiven", .verifyIfGiven),
            ("RequireAndVerifyClientCert", .requireAndVerify), ("\"\"", .none),
        ] as [(String, WebConfiguration.ClientPolicy)])
    func policies(name: String, policy: WebConfiguration.ClientPolicy) throws {
        let text = "tls_server_config: {\(Self.pair), client_auth_type: \(name)}"
        #expect(try Self.read(text).tls?.clientPolicy == policy)
    }

    @Test("Certificates can stand in the file itself")
    func inline() throws {
        let text = """
            tls_server_config:
              cert: |
                -----BEGIN CERTIFICATE-----
                of the server
              key: |
                -----BEGIN PRIVATE KEY-----
              client_auth_type: VerifyClientCertIfGiven
              client_ca: "of the authority"
            """
        let tls = try #require(try Self.read(text).tls)
        guard case .inline("-----BEGIN CERTIFICATE-----\nof the server\n") = tls.certificate.source,
            case .inline("of the authority")? = tls.clientAuthorities?.source
        else {
            Issue.record("\(tls.certificate.source) \(String(describing: tls.clientAuthorities))")
            return
        }
    }

    @Test(
        "What has no effect, or most likely is not meant, is said",
        arguments: [
            ("http_server_config: {http2: true}", "web.yml:1: http_server_config.http2: HTTP/2 is not served"),
            ("basic_auth_users:\n", "web.yml:1: basic_auth_users: names nobody"),
            ("rate_limit: {}", "web.yml:1: rate_limit: is empty, so that there is no limit"),
            (
                "tls_server_config: {\(pair), client_auth_type: ''}",
                "web.yml:1: tls_server_config.client_auth_type: is empty, so that clients are asked for no certificate"
            ),
            (
                "tls_server_config: {\(pair), client_auth_type: RequireAndVerifyClientCert, client_ca: a, client_allowed_sans: []}",
                "web.yml:1: tls_server_config.client_allowed_sans: names nobody"
            ),
            (
                "tls_server_config: {\(pair), cipher_suites: [TLS_AES_128_GCM_SHA256, TLS_RSA_WITH_AES_128_CBC_SHA]}",
                "web.yml:1: tls_server_config.cipher_suites: the suites of TLS 1.3 are not chosen from"
            ),
            (
                "tls_server_config: {\(pair), client_auth_type: RequireAndVerifyClientCert}",
                "web.yml:1: tls_server_config.client_auth_type: without client_ca_file any certificate will do"
            ),
        ])
    func remarks(text: String, remark: String) throws {
        let remarks = try Self.read(text).remarks
        #expect(remarks.count == 1 && remarks[0].hasPrefix(remark), "\(remarks)")
    }

    @Test("A rate limit of 0 is none, as in the toolkit", arguments: ["0", "0s"])
    func noLimit(interval: String) throws {
        #expect(try Self.read("rate_limit: {interval: \(interval), burst: 3}").rateLimit == nil)
    }

    @Test("Neither hashes nor keys are printed with what holds them")
    func printing() throws {
        let configuration = try Self.read(
            "tls_server_config: {cert: c, key: VERYSECRET}\nbasic_auth_users: {alice: \(Self.hash)}")
        var dumped = "\(configuration) \(String(reflecting: configuration))"
        dump(configuration, to: &dumped)
        #expect(!dumped.contains("VERYSECRET") && !dumped.contains("$2b$"), "\(dumped)")
    }
}

extension WebConfiguration.PEM {
    fileprivate var path: String? {
        if case .file(let path) = source { path } else { nil }
    }
}

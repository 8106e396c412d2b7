import Serving
import TestSupport
import Testing

@testable import Commands

/// Files in the toolkit's format that are refused, and by which words.
@Suite("Errors in web configurations") struct WebConfigurationErrorTests {
    private static let hash = "$2b$04$JD/7pETG9buzOEi./XX3ge/qUztYTeVGDILo3kPH.cJxewDh6WwK."
    private static let pair = "cert_file: server.pem, key_file: server.key"

    private static func read(_ text: String) throws(SettingError) -> WebConfiguration {
        try WebConfigurationReader.configuration(text, path: "web.yml")
    }

    @Test(
        "What is wrong is said with file, line and key",
        arguments: [
            ("- a", "web.yml:1: does not hold settings; write each as a key, a colon and a value"),
            ("text", "web.yml:1: does not hold settings; write each as a key, a colon and a value"),
            (
                "\n\ntls_server_configs: {}",
                "web.yml:3: tls_server_configs: there is no such key; did you mean tls_server_config?"
            ),
            (
                "tls_server_config:\n  cert_fil: a",
                "web.yml:2: tls_server_config.cert_fil: there is no such key; did you mean tls_server_config.cert_file?"
            ),
            (
                "web: {listen_address: a}", "web.yml:1: web: there is no such key; docs/web-configuration.md lists all"
            ),
            ("rate_limit: {}\nrate_limit: {}", "web.yml:2: rate_limit: is given twice in this section; keep one"),
            (
                "tls_server_config: yes",
                "web.yml:1: tls_server_config: is a section; write its settings below it, indented"
            ),
            (
                "basic_auth_users: [alice]",
                "web.yml:1: basic_auth_users: is a section; write its settings below it, indented"
            ),
            (
                "tls_server_config: {\(pair), min_version: [TLS12]}",
                "web.yml:1: tls_server_config.min_version: takes one value, not a list"
            ),
            (
                "tls_server_config: {\(pair), min_version: TLS1.2}",
                "web.yml:1: tls_server_config.min_version: \"TLS1.2\" is not a version of TLS that is known here; there are "
                    + "TLS10, TLS11, TLS12, TLS13"
            ),
            (
                "tls_server_config: {\(pair), min_version: TLS13, max_version: TLS12}",
                "web.yml:1: tls_server_config.max_version: leaves no version between min_version and max_version"
            ),
            (
                "tls_server_config:\n  cert_file: a\n  key_file: b\n  cipher_suites:\n    - TLS_RSA_WITH_RC4_128_SHA",
                "web.yml:5: tls_server_config.cipher_suites: \"TLS_RSA_WITH_RC4_128_SHA\" is not a cipher suite"
            ),
            (
                "tls_server_config: {\(pair), cipher_suites: [TLS_AES_128_GCM_SHA256]}",
                "web.yml:1: tls_server_config.cipher_suites: names suites of TLS 1.3 only"
            ),
            (
                "tls_server_config: {\(pair), curve_preferences: [CurveP257]}",
                "web.yml:1: tls_server_config.curve_preferences: \"CurveP257\" is not a curve"
            ),
            (
                "tls_server_config: {\(pair), curve_preferences: X25519}",
                "web.yml:1: tls_server_config.curve_preferences: takes a list"
            ),
            (
                "tls_server_config: {\(pair), client_auth_type: Always}",
                "web.yml:1: tls_server_config.client_auth_type: \"Always\" is not a choice; write NoClientCert, "
            ),
            (
                "tls_server_config: {min_version: TLS13}",
                "web.yml:1: tls_server_config: has no certificate; set cert_file"
            ),
            ("tls_server_config: {cert_file: a}", "web.yml:1: tls_server_config: has no key; set key_file or key"),
            ("tls_server_config: {cert_file: '', key_file: b}", "web.yml:1: tls_server_config: has no certificate"),
            (
                "tls_server_config: {\(pair), cert: a}",
                "web.yml:1: tls_server_config.cert_file: is set, and so is tls_server_config.cert; keep one of them"
            ),
            (
                "tls_server_config: {\(pair), client_ca_file: ca.pem}",
                "web.yml:1: tls_server_config.client_ca_file: has no effect without client_auth_type"
            ),
            (
                "tls_server_config: {\(pair), client_allowed_sans: [a]}",
                "web.yml:1: tls_server_config.client_allowed_sans: needs client_auth_type RequireAndVerifyClientCert"
            ),
            (
                "tls_server_config: {\(pair), client_auth_type: VerifyClientCertIfGiven, client_ca_file: a, client_allowed_sans: [a]}",
                "web.yml:1: tls_server_config.client_allowed_sans: needs client_auth_type RequireAndVerifyClientCert"
            ),
            (
                "tls_server_config: {\(pair), prefer_server_cipher_suites: maybe}",
                "web.yml:1: tls_server_config.prefer_server_cipher_suites: \"maybe\" is neither true nor false"
            ),
            ("http_server_config: {http2: 2}", "web.yml:1: http_server_config.http2: \"2\" is neither true nor false"),
            (
                "http_server_config: {headers: {X-Frame-Options: allow}}",
                "web.yml:1: http_server_config.headers.X-Frame-Options: \"allow\" is not allowed here; write deny or sameorigin"
            ),
            (
                "http_server_config: {headers: {X-Powered-By: us}}",
                "web.yml:1: http_server_config.headers.X-Powered-By: there is no such key"
            ),
            (
                "http_server_config: {headers: {X-XSS-Protection: \"a\\nb\"}}",
                "web.yml:1: http_server_config.headers.X-XSS-Protection: \"a\\nb\" is no value of a header"
            ),
            (
                "basic_auth_users: {alice: wonderland}",
                "web.yml:1: basic_auth_users: is not a bcrypt hash; make one with"
            ),
            ("basic_auth_users:\n  alice: ", "web.yml:2: basic_auth_users: has no hash of a password"),
            ("basic_auth_users: {alice: [a]}", "web.yml:1: basic_auth_users: takes one value, not a list"),
            ("basic_auth_users: {'a:b': c}", "web.yml:1: basic_auth_users: there is no name of a user"),
            (
                "litellm_budget_exporter: {bearer_tokens_file: ''}",
                "web.yml:1: litellm_budget_exporter.bearer_tokens_file: names no file"
            ),
            (
                "litellm_budget_exporter:\n  bearer_tokens_file:",
                "web.yml:2: litellm_budget_exporter.bearer_tokens_file: names no file"
            ),
            (
                "tls_server_config:\n  cert_file: a\n  key_file: |\n    -----BEGIN PRIVATE KEY-----\n    x",
                "web.yml:3: tls_server_config.key_file: holds lines, and so is no path"
            ),
            (
                "rate_limit: {interval: 1s}",
                "web.yml:1: rate_limit.interval: without rate_limit.burst would let nobody in"
            ),
            ("rate_limit: {burst: 1}", "web.yml:1: rate_limit.burst: is of no use without rate_limit.interval"),
            ("rate_limit: {interval: 5, burst: 1}", "web.yml:1: rate_limit.interval: \"5\" is not a duration"),
            ("rate_limit: {interval: 1s, burst: 0}", "web.yml:1: rate_limit.burst: \"0\" is not a whole number from 1"),
            ("litellm_budget_exporter: {tokens: a}", "web.yml:1: litellm_budget_exporter.tokens: there is no such key"),
            ("? [a]\n: b", "web.yml:1: a key must be a plain word"),
            ("a: *b", "web.yml:1: is not valid YAML"),
        ])
    func bad(text: String, complaint: String) {
        let error = #expect(throws: SettingError.self) { try Self.read(text) }
        let line = error.map { "\($0)" } ?? ""
        #expect(line.hasPrefix(complaint), "\(line)")
        #expect(!line.contains("\n") && !line.contains("wonderland"))
    }

    @Test("A file that is not there is said with the setting that names it")
    func missing() {
        let error = #expect(throws: SettingError.self) {
            try WebConfigurationReader.read("/nowhere/web.yml", namedBy: "--web.config.file")
        }
        #expect(error?.description == "--web.config.file: /nowhere/web.yml does not exist")
    }

    @Test(
        "A secret that stands in the wrong place is not repeated",
        arguments: [
            "basic_auth_users: {\(hash): alice}", "basic_auth_users: {'alice:CANARY': \(hash)}",
            "basic_auth_users: {CANARY: alice}", "basic_auth_users: {CANARY: }", "basic_auth_users: {CANARY: [a]}",
            "tls_server_config: {cert_file: a, key_file: \"-----BEGIN PRIVATE KEY-----\\nCANARY\"}",
        ])
    func misplacedSecrets(text: String) throws {
        let error = try #require(#expect(throws: SettingError.self) { try Self.read(text) })
        #expect(!"\(error)".contains("CANARY") && !"\(error)".contains(Self.hash.suffix(20)), "\(error)")
    }

    @Test("Files in which bytes were lost, doubled or replaced are refused in one line, or read; nothing else happens")
    func mutilated() {
        let good = Array(
            """
            tls_server_config: {\(Self.pair), cipher_suites: [TLS_AES_128_GCM_SHA256, TLS_RSA_WITH_AES_128_CBC_SHA]}
            http_server_config: {http2: true, headers: {X-Frame-Options: deny}}
            basic_auth_users: {alice: "\(Self.hash)"}
            rate_limit: {interval: 1s, burst: 5}
            litellm_budget_exporter: {bearer_tokens_file: tokens}

            """.utf8)
        var random = SplitMix64(seed: 7)
        var refused = 0
        for _ in 0..<600 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(bytes[place], at: place)
                default: bytes[place] = UInt8.random(in: 0...127, using: &random)
                }
            }
            do throws(SettingError) { _ = try Self.read(String(decoding: bytes, as: UTF8.self)) } catch {
                refused += 1
                let line = "\(error)"
                #expect(line.hasPrefix("web.yml:") && !line.contains { $0.isNewline }, "\(line)")
            }
        }
        #expect(refused > 100)
    }
}

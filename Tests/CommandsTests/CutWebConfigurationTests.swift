import Testing

@testable import Commands
@testable import Serving

@Suite struct CutWebConfigurationTests {
    private static let lines = [
        "tls_server_config:", "  cert_file: server.pem", "  key_file: server.key",
        "  client_auth_type: RequireAndVerifyClientCert", "  client_ca_file: ca.pem",
        "  client_allowed_sans: [prometheus.example.com]", "  min_version: TLS13", "rate_limit:", "  interval: 1s",
        "  burst: 10",
    ]

    private static func terms(ofLines count: Int) -> ClientTerms? {
        let text = lines.prefix(count).joined(separator: "\n")
        return (try? WebConfigurationReader.configuration(text, path: "web.yml"))?.tls.map(ClientTerms.init)
    }

    @Test(
        "a file that is cut off behind any of its lines cannot be read, or is seen to ask less of clients",
        arguments: [
            (3, .clientPolicyWeakened(from: .requireAndVerify, to: .none)), (4, .clientAuthoritiesDropped),
            (5, .allowedClientNamesDropped), (6, .minimumVersionLowered), (7, nil), (10, nil),
        ] as [(Int, WebConfigurationError.Problem?)])
    func lapses(count: Int, problem: WebConfigurationError.Problem?) throws {
        let whole = try #require(Self.terms(ofLines: Self.lines.count))
        let cut = try #require(Self.terms(ofLines: count))
        #expect(cut.lapse(since: whole) == problem)
    }

    @Test("what is cut off in the middle of what belongs together is not read", arguments: [1, 2, 9])
    func unreadable(count: Int) {
        #expect(Self.terms(ofLines: count) == nil)
    }
}

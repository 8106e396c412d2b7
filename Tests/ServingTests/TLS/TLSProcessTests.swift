import Curl
import Exposition
import NIOSSL
import Serving
import TestSupport
import Testing

/// Connections as real clients make them, with certificates that openssl made. They start processes, and are therefore
/// left out of runs with the thread sanitizer.
@Suite("TLS", .serialized, .timeLimit(.minutes(10))) struct TLSProcessTests {
    /// What a client shows.
    enum Shown: Hashable, Sendable {
        case nothing
        case signed
        /// Of an authority that the server does not know.
        case foreign
    }

    static func with(
        _ change: @escaping @Sendable (inout WebConfiguration.TLS, Certificates) -> Void = { _, _ in },
        server amend: (inout ExporterServer.Configuration) -> Void = { _ in },
        _ body: (RunningServer, Certificates) async throws -> Void
    ) async throws {
        guard ChildProcess.isInstalled("openssl") else { return print("SKIPPED TLS: openssl is not installed") }
        try await ScratchFolder.with { folder in
            let certificates = try await Certificates(in: folder)
            var configuration = WebConfiguration()
            configuration.tls = certificates.terms
            change(&configuration.tls!, certificates)
            try await RunningServer.guarded(by: configuration, amend) { server, _ async throws in
                try await body(server, certificates)
            }
        }
    }

    static func client(_ certificates: Certificates, _ shown: Shown = .nothing) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.proxy = .direct
        configuration.caFile = certificates.caFile
        switch shown {
        case .nothing: break
        case .signed: configuration.clientCertificate = certificates.pair("client")
        case .foreign: configuration.clientCertificate = certificates.pair("stranger")
        }
        return HTTPClient(configuration)
    }

    static func page(
        of server: RunningServer, _ client: HTTPClient, _ path: String = "/metrics"
    ) async throws(TransferError) -> HTTPClient.Response {
        try await client.execute(HTTPClient.Request(url: "https://127.0.0.1:\(server.port)\(path)"))
    }

    /// What openssl's own client says of a connection.
    static func handshake(_ server: RunningServer, _ arguments: [String] = []) async throws -> String {
        try await ChildProcess.run(
            "openssl", ["s_client", "-connect", "127.0.0.1:\(server.port)"] + arguments
        ).output
    }

    @Test("a page of many megabytes arrives whole, over one connection for several requests")
    func pages() async throws {
        try await Self.with { server, certificates async throws in
            let large = ConnectionTests.large
            server.publish(large)
            let client = Self.client(certificates)
            for _ in 0..<2 {
                let response = try await Self.page(of: server, client)
                #expect(response.status == 200)
                expectSameBytes(response.body, large.body(.text004, .identity).bytes)
            }
            #expect(try await Self.page(of: server, client).openedConnections == 0)
        }
    }

    @Test(
        "each policy lets in whom it says",
        arguments: [
            (.none, [.nothing, .signed, .foreign]), (.request, [.nothing, .signed, .foreign]),
            (.requireAny, [.signed, .foreign]), (.verifyIfGiven, [.nothing, .signed]),
            (.requireAndVerify, [.signed]),
        ] as [(WebConfiguration.ClientPolicy, Set<Shown>)])
    func policies(policy: WebConfiguration.ClientPolicy, admitted: Set<Shown>) async throws {
        try await Self.with { tls, certificates in
            tls.clientPolicy = policy
            tls.clientAuthorities = .init(.file(path: certificates.caFile), place: "client_ca_file")
        } _: { server, certificates async throws in
            for shown in [Shown.nothing, .signed, .foreign] {
                let status = try? await Self.page(of: server, Self.client(certificates, shown), "/-/healthy").status
                #expect(status == (admitted.contains(shown) ? 200 : nil), "\(shown)")
            }
        }
    }

    /// Takes up what openssl keeps in a file, or begins it.
    private static func resumed(_ server: RunningServer, _ certificates: Certificates, _ option: String) async throws
        -> String
    {
        let (pair, session) = (certificates.pair("client"), certificates.folder.path("session"))
        let command =
            "(printf 'GET /-/healthy HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n'; sleep 1) | openssl s_client"
            + " -connect 127.0.0.1:\(server.port) -cert \(pair.certificateFile) -key \(pair.keyFile) -ign_eof \(option) \(session)"
        return try await ChildProcess.run("sh", ["-c", command]).output
    }

    @Test("a certificate that has expired since lets in nobody, not by an earlier session either")
    func expiredSession() async throws {
        try await Self.with { tls, certificates in
            tls.clientPolicy = .requireAndVerify
            tls.clientAuthorities = .init(.file(path: certificates.caFile), place: "client_ca_file")
        } _: { server, certificates async throws in
            let first = try await Self.resumed(server, certificates, "-sess_out")
            #expect(first.contains("is healthy"), "\(first)")
            let second = try await Self.resumed(server, certificates, "-sess_in")
            #expect(second.contains("Reused") && second.contains("is healthy"), "\(second)")
            server.time.shiftWallClock(by: .seconds(100 * 365 * 86_400))
            let third = try await Self.resumed(server, certificates, "-sess_in")
            #expect(third.contains("Reused") && !third.contains("is healthy"), "\(third)")
            #expect(server.log.lines.contains { $0.contains("the client's certificate has expired") })
        }
    }

    @Test(
        "only certificates with an allowed name are let in, whatever kind of name it is",
        arguments: [
            ("client.example", true), ("client@example.com", true), ("::1", true), ("spiffe://example/client", true),
            ("CLIENT.example", false), ("example", false), ("*.example", false), ("127.0.0.1", false),
            ("test client", false),
        ])
    func names(name: String, isAdmitted: Bool) async throws {
        try await Self.with { tls, certificates in
            tls.clientPolicy = .requireAndVerify
            tls.clientAuthorities = .init(.file(path: certificates.caFile), place: "client_ca_file")
            tls.allowedClientNames = ["another.example", name]
        } _: { server, certificates async throws in
            let status = try? await Self.page(of: server, Self.client(certificates, .signed)).status
            #expect(status == (isAdmitted ? 200 : nil))
            let isLogged = server.log.lines.contains { $0.contains("bears none of the allowed names") }
            #expect(isLogged != isAdmitted)
        }
    }

    @Test("versions, suites and curves are held to")
    func terms() async throws {
        try await Self.with { server, _ async throws in
            #expect(try await Self.handshake(server).contains("New, TLSv1.3, Cipher is TLS_"))
            #expect(try await Self.handshake(server, ["-tls1_2"]).contains("New, TLSv1.2, Cipher is ECDHE-ECDSA"))
            // With the library's leave, as it refuses old versions by itself.
            let old = ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"]
            #expect(try await Self.handshake(server, old).contains("Cipher is (NONE)"))
            #expect(try await Self.handshake(server, ["-alpn", "h2,http/1.1"]).contains("ALPN protocol: http/1.1"))
        }
        try await Self.with { tls, _ in
            tls.minimumVersion = .tlsv13
        } _: { server, _ async throws in
            #expect(try await Self.handshake(server, ["-tls1_2"]).contains("Cipher is (NONE)"))
            #expect(try await Self.handshake(server).contains("New, TLSv1.3"))
        }
        try await Self.with { tls, _ in
            tls.maximumVersion = .tlsv12
            tls.cipherSuites = [.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]
            tls.curves = [.secp384r1]
        } _: { server, _ async throws in
            let handshake = try await Self.handshake(server)
            #expect(handshake.contains("New, TLSv1.2, Cipher is ECDHE-ECDSA-AES256-GCM-SHA384"))
            #expect(handshake.contains("ECDH, secp384r1, 384 bits"), "\(handshake)")
            let another = ["-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"]
            #expect(try await Self.handshake(server, another).contains("Cipher is (NONE)"))
            #expect(try await Self.handshake(server, ["-groups", "P-256"]).contains("Cipher is (NONE)"))
        }
    }

    @Test("whoever speaks no TLS is turned away, and cannot fill the log")
    func garbage() async throws {
        try await Self.with { server, certificates async throws in
            for text in [
                "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", "\u{16}\u{3}\u{1}garbage and more garbage", "x\r\n",
            ] {
                try await TestConnection.with(port: server.port) { connection async throws in
                    try await connection.send(text + String(repeating: "\n", count: 600))
                    let answer = String(decoding: await connection.rest(), as: UTF8.self)
                    #expect(!answer.contains("HTTP/") && !answer.contains("litellm"), "\(answer)")
                }
            }
            let warnings = server.log.lines.filter { $0.hasPrefix("warning a TLS handshake failed") }
            #expect(warnings.count == 1, "\(warnings)")
            #expect(warnings.allSatisfy { !$0.contains("/Sources/") && !$0.contains(".cc") }, "\(warnings)")
            #expect(try await Self.page(of: server, Self.client(certificates)).status == 200)
        }
    }

    @Test("a handshake that is not finished in time ends")
    func slowHandshake() async throws {
        try await Self.with({ _, _ in }, server: { $0.timeouts.request = .milliseconds(300) }) {
            server, _ async throws in
            try await TestConnection.with(port: server.port) { connection async throws in
                try await connection.send("\u{16}\u{3}\u{1}")
                #expect(await connection.rest() == [])
            }
        }
    }

    @Test("a server that stops ends its encrypted connections")
    func shutdown() async throws {
        try await Self.with { server, certificates async throws in
            let client = Self.client(certificates)
            #expect(try await Self.page(of: server, client).status == 200)
            await server.stop()
            await server.hasEnded()
            await #expect(throws: TransferError.self) { try await Self.page(of: server, client) }
        }
    }

    @Test(
        "files that are missing, that hold something else, or that do not belong together are named with what is wrong")
    func badFiles() async throws {
        try await ScratchFolder.with { folder in
            let certificates = try await Certificates(in: folder)
            let garbage = try folder.write("garbage", "-----BEGIN CERTIFICATE-----\nnonsense\n")
            let cases: [(certificate: String, key: String, authorities: String, complaint: String)] = [
                (
                    "gone.pem", "server.key", "ca.pem",
                    "certificate: \(folder.path("gone.pem")) cannot be read: No such file"
                ),
                ("", "server.key", "ca.pem", "certificate: \(folder.path("")) cannot be read: it is not a file"),
                ("garbage", "server.key", "ca.pem", "certificate: \(garbage) holds no certificate in PEM format"),
                ("server.key", "server.key", "ca.pem", "holds no certificate in PEM format"),
                ("server.pem", "garbage", "ca.pem", "key: \(garbage) holds no key in PEM format"),
                ("server.pem", "server.pem", "ca.pem", "holds no key in PEM format"),
                ("server.pem", "client.key", "ca.pem", "key: the key does not belong to the certificate"),
                ("server.pem", "server.key", "garbage", "authorities: \(garbage) holds no certificate"),
            ]
            for (certificate, key, authorities, complaint) in cases {
                var configuration = WebConfiguration()
                var tls = WebConfiguration.TLS(
                    certificate: .init(.file(path: folder.path(certificate)), place: "certificate"),
                    key: .init(.file(path: folder.path(key)), place: "key"))
                tls.clientPolicy = .requireAndVerify
                tls.clientAuthorities = .init(.file(path: folder.path(authorities)), place: "authorities")
                configuration.tls = tls
                let file = WebConfigurationFile(path: "web.yml") { [configuration] in configuration }
                let error = #expect(throws: WebConfigurationError.self) { try file.validate() }
                #expect(error?.description.contains(complaint) == true, "\(complaint): \(String(describing: error))")
            }
            var inline = WebConfiguration()
            inline.tls = try certificates.inlineTerms
            let file = WebConfigurationFile(path: "web.yml") { [inline] in inline }
            #expect(throws: Never.self) { try file.validate() }
        }
    }
}

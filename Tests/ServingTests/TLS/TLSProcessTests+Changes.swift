import Curl
import FoundationEssentials
import Serving
import TestSupport
import Testing

/// What becomes of files that change while the server runs.
extension TLSProcessTests {
    @Test(
        "a new certificate is shown to new connections, and old ones go on; one that does not fit its key is not taken")
    func rotation() async throws {
        try await Self.with { server, certificates async throws in
            func copy(_ name: String, _ kind: String) throws {
                let contents = try String(
                    contentsOf: URL(filePath: certificates.folder.path("\(name).\(kind)")), encoding: .utf8)
                try certificates.folder.write("server.\(kind)", contents)
            }
            let client = Self.client(certificates)
            #expect(try await Self.page(of: server, client).openedConnections == 1)
            #expect(try await Self.handshake(server).contains("CN = test server"))
            try await certificates.sign("second", names: "IP:127.0.0.1")
            try copy("second", "pem")
            try await server.lookAtFiles()
            #expect(try await Self.handshake(server).contains("CN = test server"))
            let errors = server.log.lines.filter { $0.hasPrefix("error ") }
            #expect(errors.count == 1 && errors.first?.contains("the key does not belong to the certificate") == true)
            try copy("second", "key")
            try await server.lookAtFiles()
            #expect(try await Self.handshake(server).contains("CN = test second"))
            #expect(try await Self.page(of: server, client).openedConnections == 0)
        }
    }

    /// What is left of the terms for clients when a file is cut off, or changed by mistake.
    struct Cut: Sendable, CustomTestStringConvertible {
        let before: [String]
        let after: [String]
        /// Of what the log says; nil where the change is taken.
        let complaint: String?

        var testDescription: String { "\(before) to \(after)" }
    }

    private static let cuts: [Cut] = {
        let policies = WebConfiguration.ClientPolicy.allCases.map(\.rawValue)
        let (full, authorities, names) = ("RequireAndVerifyClientCert", "authorities", "names")
        return [
            Cut(before: [policies[2]], after: [policies[0]], complaint: "asks less of clients"),
            Cut(before: [full], after: [policies[2]], complaint: "asks less of clients"),
            Cut(before: [full], after: [policies[3]], complaint: "asks less of clients"),
            Cut(before: [full, authorities], after: [], complaint: "asks less of clients"),
            Cut(before: [policies[3]], after: [policies[1]], complaint: "asks less of clients"),
            Cut(before: [full, authorities], after: [full], complaint: "names no authorities"),
            Cut(before: [policies[3], authorities], after: [full], complaint: "names no authorities"),
            Cut(before: [full, authorities, names], after: [full, authorities], complaint: "names no allowed"),
            Cut(before: [full, authorities, names], after: [full], complaint: "names no "),
            Cut(before: [full], after: [full, authorities, names], complaint: nil),
            Cut(before: [policies[0]], after: [policies[2]], complaint: nil),
            Cut(before: [policies[2]], after: [full], complaint: nil),
        ]
    }()

    @Test("what is asked of clients does not become less while the server runs", arguments: cuts)
    func cutOff(cut: Cut) async throws {
        guard ChildProcess.isInstalled("openssl") else { return print("SKIPPED TLS: openssl is not installed") }
        try await ScratchFolder.with { folder in
            let certificates = try await Certificates(in: folder)
            func configuration(_ parts: [String]) -> WebConfiguration {
                var tls = certificates.terms
                tls.clientPolicy = parts.first.flatMap(WebConfiguration.ClientPolicy.init) ?? .none
                if parts.contains("authorities") {
                    tls.clientAuthorities = .init(.file(path: certificates.caFile), place: "client_ca_file")
                }
                if parts.contains("names") { tls.allowedClientNames = ["another.example"] }
                var configuration = WebConfiguration()
                configuration.tls = tls
                return configuration
            }
            try await RunningServer.guarded(by: configuration(cut.before)) { server, file async throws in
                try file.change(to: .success(configuration(cut.after)))
                try await server.lookAtFiles()
                let errors = server.log.lines.filter { $0.hasPrefix("error ") }
                if let complaint = cut.complaint {
                    #expect(errors.count == 1 && errors.first?.contains(complaint) == true, "\(errors)")
                } else {
                    #expect(errors == [])
                    #expect(server.log.lines.contains { $0.contains("taken anew") })
                }
            }
        }
    }

    @Test("encryption is neither dropped nor begun while the server runs", arguments: [true, false])
    func switching(wasEncrypted: Bool) async throws {
        try await ScratchFolder.with { folder in
            let certificates = try await Certificates(in: folder)
            var encrypted = WebConfiguration()
            encrypted.tls = certificates.terms
            let before = wasEncrypted ? encrypted : WebConfiguration()
            let after = wasEncrypted ? WebConfiguration() : encrypted
            try await RunningServer.guarded(by: before) { server, file async throws in
                try file.change(to: .success(after))
                try await server.lookAtFiles()
                let sentence = wasEncrypted ? "has no tls_server_config any more" : "has a tls_server_config now"
                #expect(server.log.lines.contains { $0.hasPrefix("error ") && $0.contains(sentence) })
                let scheme = wasEncrypted ? "https" : "http"
                let request = HTTPClient.Request(url: "\(scheme)://127.0.0.1:\(server.port)/metrics")
                #expect(try await Self.client(certificates).execute(request).status == 200)
            }
        }
    }
}

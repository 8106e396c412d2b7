import Curl
import Serving
import TestSupport
import Testing

@testable import Commands

@Suite("How a running exporter is asked") struct ExporterVisitTests {
    private static func visit(_ flags: [String]) throws -> ExporterVisit {
        try ExporterVisit(
            resolve(["--web.listen-address=:4004"] + flags).settings, trust: .certificate, connectTimeout: .seconds(1))
    }

    @Test("over HTTPS when its web configuration, or a file for certificates, says that it is encrypted")
    func scheme() throws {
        #expect(try Self.visit([]).url == "http://127.0.0.1:4004")
        #expect(try Self.visit(["--client.ca-file=ca.pem"]).url == "https://127.0.0.1:4004")
        #expect(try Self.visit(["--client.certificate-file=c.pem"]).url == "https://127.0.0.1:4004")
    }

    @Test("over what the web configuration says")
    func webConfiguration() async throws {
        try await ScratchFolder.with { folder in
            let tls = "tls_server_config: {cert_file: a, key_file: b, client_auth_type: "
            for (text, url, needsCertificate) in [
                ("", "http://127.0.0.1:4004", false), (tls + "NoClientCert}", "https://127.0.0.1:4004", false),
                (tls + "RequireAnyClientCert}", "https://127.0.0.1:4004", true),
            ] {
                let visit = try Self.visit(["--web.config.file=\(try folder.write("web.yml", text))"])
                #expect(visit.url == url)
                #expect(visit.needsClientCertificate == needsCertificate)
            }
        }
    }

    @Test("files of a login or a token that cannot be right are said, and what they hold is not")
    func badFiles() async throws {
        try await ScratchFolder.with { folder in
            let noColon = try folder.write("no-colon", "hunter2\n")
            let twoLines = try folder.write("two-lines", "a:hunter2\nb:hunter2\n")
            for (flags, complaint) in [
                (["--client.login-file=\(noColon)"], "--client.login-file: \(noColon) does not hold user:password"),
                (["--client.login-file=\(twoLines)"], "--client.login-file: \(twoLines) must hold one line"),
                (["--client.token-file=\(twoLines)"], "--client.token-file: \(twoLines) must hold one line"),
                (["--client.token-file=/nowhere"], "--client.token-file: /nowhere does not exist"),
                (
                    ["--client.token-file=\(noColon)", "--client.login-file=\(noColon)"],
                    "--client.login-file: is set, and so is --client.token-file; keep one"
                ),
            ] {
                let error = #expect(throws: SettingError.self) { try Self.visit(flags) }
                #expect(error?.description == complaint)
            }
        }
    }
}

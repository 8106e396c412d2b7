/// Certificates of a test's own, made by openssl and valid for a day.
public struct Certificates: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    public let folder: ScratchFolder

    /// Two authorities, of which the second has signed nothing; and what the first signed.
    public init(in folder: ScratchFolder) async throws {
        self.folder = folder
        for name in ["ca", "stranger"] {
            try await make(name, ["-addext", "basicConstraints=critical,CA:TRUE"])
        }
        try await sign("server", names: "IP:127.0.0.1,DNS:localhost")
        try await sign(
            "client", names: "DNS:client.example,email:client@example.com,IP:::1,URI:spiffe://example/client")
    }

    public var caFile: String { folder.path("ca.pem") }
    public var strangerFile: String { folder.path("stranger.pem") }

    /// Makes a certificate that the first authority signed, in `NAME.pem`, and its key in `NAME.key`.
    public func sign(_ name: String, names: String) async throws {
        let isSigned = ["-CA", folder.path("ca.pem"), "-CAkey", folder.path("ca.key")]
        try await make(name, isSigned + ["-addext", "subjectAltName=\(names)"])
    }

    private func make(_ name: String, _ more: [String]) async throws {
        let outcome = try await ChildProcess.run(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
                "-subj", "/CN=test \(name)", "-keyout", folder.path("\(name).key"), "-out", folder.path("\(name).pem"),
            ] + more)
        guard outcome.status == 0 else { throw Failure(description: "openssl: \(outcome.output)") }
    }
}

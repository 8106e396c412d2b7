import Curl
import TestSupport

/// Certificates of a test's own, made by openssl and valid for a day.
struct Certificates {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let folder: ScratchFolder

    /// Two authorities, of which the second has signed nothing; and what the first signed.
    init(in folder: ScratchFolder) async throws {
        self.folder = folder
        for name in ["ca", "stranger"] {
            try await make(name, ["-addext", "basicConstraints=critical,CA:TRUE"])
        }
        let isSigned = ["-CA", folder.path("ca.pem"), "-CAkey", folder.path("ca.key")]
        try await make("server", isSigned + ["-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"])
        try await make("client", isSigned)
    }

    var caFile: String { folder.path("ca.pem") }
    var strangerFile: String { folder.path("stranger.pem") }
    var client: HTTPClient.ClientCertificate {
        HTTPClient.ClientCertificate(certificateFile: folder.path("client.pem"), keyFile: folder.path("client.key"))
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

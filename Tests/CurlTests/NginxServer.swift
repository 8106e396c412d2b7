import Curl
import TestSupport

/// A real server: HTTP/2 over TLS, HTTP/1.1 over TLS with client certificates, and plain HTTP with compression.
struct NginxServer {
    let http2: ReservedPort
    let mutualTLS: ReservedPort
    let plain: ReservedPort
    let certificates: Certificates

    var http2URL: String { "https://127.0.0.1:\(http2.number)/page.json" }
    var mutualTLSURL: String { "https://127.0.0.1:\(mutualTLS.number)/page.json" }
    var plainURL: String { "http://127.0.0.1:\(plain.number)/page.json" }
    /// What every URL answers.
    static let page = "[" + String(repeating: "{\"spend\": 12.5}, ", count: 500) + "0]"

    /// Runs `body` with a server, or says why not.
    static func with(_ body: @Sendable (NginxServer) async throws -> Void) async throws {
        for program in ["nginx", "openssl"] where !ChildProcess.isInstalled(program) {
            print("SKIPPED nginx: \(program) is not installed")
            return
        }
        try await ScratchFolder.with { folder in
            let server = try await NginxServer(
                http2: ReservedPort(), mutualTLS: ReservedPort(), plain: ReservedPort(),
                certificates: Certificates(in: folder))
            try folder.write("page.json", page)
            let configuration = try folder.write("nginx.conf", server.configuration)
            let arguments = ["-p", folder.path, "-e", "stderr", "-c", configuration]
            try await ChildProcess.with("nginx", arguments) { nginx in
                // Its sockets listen by then.
                try await nginx.line(containing: "event method")
                try await body(server)
            }
        }
    }

    private var configuration: String {
        let folder = certificates.folder.path
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map { "\($0)_temp_path \(folder)/\($0);" }
        return """
            daemon off;
            master_process off;
            pid \(folder)/nginx.pid;
            error_log stderr notice;
            events {}
            http {
                \(temporary.joined(separator: "\n    "))
                access_log off;
                root \(folder);
                types { application/json json; }
                ssl_certificate \(folder)/server.pem;
                ssl_certificate_key \(folder)/server.key;
                server {
                    listen 127.0.0.1:\(http2.number) ssl http2;
                    listen 127.0.0.2:\(http2.number) ssl http2;
                }
                server {
                    listen 127.0.0.1:\(mutualTLS.number) ssl;
                    ssl_client_certificate \(folder)/ca.pem;
                    ssl_verify_client on;
                }
                server {
                    listen 127.0.0.1:\(plain.number);
                    gzip on;
                    gzip_types application/json;
                    gzip_http_version 1.0;
                }
            }
            """
    }
}

extension Certificates {
    var client: HTTPClient.ClientCertificate {
        HTTPClient.ClientCertificate(certificateFile: folder.path("client.pem"), keyFile: folder.path("client.key"))
    }
}

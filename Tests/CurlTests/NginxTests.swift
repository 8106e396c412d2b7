import Curl
import FoundationEssentials
import TestSupport
import Testing

extension CurlProcessTests {
    @Suite("nginx")
    struct Nginx {
        private static func client(
            _ server: NginxServer, _ change: (inout HTTPClient.Configuration) -> Void = { _ in }
        ) -> HTTPClient {
            var configuration = HTTPClient.Configuration.direct
            configuration.caFile = server.certificates.caFile
            change(&configuration)
            return HTTPClient(configuration)
        }

        @Test("HTTP/2 over TLS: a hundred requests share one connection")
        func multiplexing() async throws {
            try await NginxServer.with { server in
                let client = Self.client(server)
                try await withThrowingTaskGroup(of: HTTPClient.Response.self) { group in
                    for _ in 0..<100 {
                        group.addTask { try await client.execute(.init(server.http2URL)) }
                    }
                    var opened = 0
                    for try await response in group {
                        #expect(response.status == 200)
                        #expect(response.version == .http2)
                        #expect(response.body == Array(NginxServer.page.utf8))
                        #expect(response.header("Content-Type") == "application/json")
                        opened += response.openedConnections
                    }
                    #expect(opened == 1)
                }
            }
        }

        @Test("Certificates of an unknown authority, or for another host, are refused")
        func untrusted() async throws {
            try await NginxServer.with { server in
                let elsewhere = "https://127.0.0.2:\(server.http2.number)/page.json"
                let stranger = server.certificates.strangerFile
                for (caFile, url) in [
                    (nil, server.http2URL), (stranger, server.http2URL), (server.certificates.caFile, elsewhere),
                ] {
                    let error = try await Self.client(server) { $0.caFile = caFile }.failure(.init(url))
                    guard case .tls(.untrusted(caFile, _)) = error.reason else {
                        Issue.record("\(error)")
                        continue
                    }
                    #expect("\(error)".contains(caFile ?? "name that one's CA file"))
                }
            }
        }

        @Test("A CA file that is replaced counts for the next connection")
        func rotation() async throws {
            try await NginxServer.with { server in
                try await FaultProxy.with(.upstream(port: server.http2.number)) { proxy in
                    let url = "https://127.0.0.1:\(proxy.port)/page.json"
                    let files = server.certificates
                    let caFile = files.folder.path("rotating.pem")
                    let client = Self.client(server) { $0.caFile = caFile }
                    for (contents, isTrusted) in [
                        (files.strangerFile, false), (files.caFile, true), (files.strangerFile, false),
                    ] {
                        try Data(contentsOf: URL(filePath: contents)).write(to: URL(filePath: caFile))
                        await proxy.closeConnections()
                        let status = try? await client.execute(.init(url)).status
                        #expect(status == (isTrusted ? 200 : nil))
                    }
                }
            }
        }

        @Test("Mutual TLS: with the client's certificate there is an answer, without there is none")
        func clientCertificate() async throws {
            try await NginxServer.with { server in
                let url = server.mutualTLSURL
                let known = try await Self.client(server) { $0.clientCertificate = server.certificates.client }
                    .execute(.init(url))
                #expect(known.status == 200)
                #expect(known.version == .http11)
                // nginx goes through with the handshake and then answers so.
                let anonymous = try await Self.client(server).execute(.init(url))
                #expect(anonymous.status == 400)
            }
        }

        @Test("A client certificate with a key of another, or that is no certificate, is named")
        func wrongClientCertificate() async throws {
            try await NginxServer.with { server in
                let folder = server.certificates.folder
                for (certificate, key) in [
                    ("client.pem", "server.key"), ("nginx.conf", "client.key"), ("client.pem", "gone"),
                ] {
                    let files = HTTPClient.ClientCertificate(
                        certificateFile: folder.path(certificate), keyFile: folder.path(key))
                    let error = try await Self.client(server) { $0.clientCertificate = files }
                        .failure(.init(server.mutualTLSURL))
                    guard case .tls(.clientCertificate(files, _)) = error.reason else {
                        Issue.record("\(error)")
                        continue
                    }
                    #expect("\(error)".contains(files.certificateFile))
                    #expect("\(error)".contains(files.keyFile))
                }
            }
        }

        @Test("Compression is used when it is accepted, and only then")
        func compression() async throws {
            try await NginxServer.with { server in
                let squeezed = try await Self.client(server) { $0.acceptsCompression = true }
                    .execute(.init(server.plainURL))
                #expect(squeezed.header("content-encoding") == "gzip")
                #expect(squeezed.body == Array(NginxServer.page.utf8))
                #expect(squeezed.bytesReceived < squeezed.body.count / 10)

                let plain = try await Self.client(server).execute(.init(server.plainURL))
                #expect(plain.header("content-encoding") == nil)
                #expect(plain.body == squeezed.body)
                #expect(plain.bytesReceived == plain.body.count)
            }
        }

        @Test("An HTTP/2 connection that went dead in silence costs one timeout, not every later request")
        func deadConnection() async throws {
            try await NginxServer.with { server in
                try await FaultProxy.with(.upstream(port: server.http2.number)) { proxy in
                    let url = "https://127.0.0.1:\(proxy.port)/page.json"
                    let client = Self.client(server)
                    _ = try await client.execute(.init(url))
                    try await proxy.inject(.silence)
                    let lost = try await client.failure(.init(url, timeout: .milliseconds(300)))
                    #expect(lost.reason == .timedOut(.waiting, after: .milliseconds(300)))
                    try await proxy.inject(.none)
                    let next = try await client.execute(.init(url, timeout: .seconds(20)))
                    #expect(next.version == .http2)
                    #expect(next.openedConnections == 1)
                }
            }
        }

        @Test("TLS to a port that does not speak it is told as such")
        func notTLS() async throws {
            try await NginxServer.with { server in
                let url = "https://127.0.0.1:\(server.plain.number)/"
                let error = try await Self.client(server).failure(.init(url))
                guard case .tls(.handshake) = error.reason else {
                    Issue.record("\(error)")
                    return
                }
            }
        }
    }
}

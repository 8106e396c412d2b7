import Curl
import TestSupport
import Testing

@Suite("Requests and answers", .timeLimit(.minutes(10)))
struct RequestTests {
    @Test("Status, headers and body arrive")
    func answer() async throws {
        let canned = CannedAnswer(418, [("X-Pot", "  tea "), ("X-Empty", ""), ("x-pot", "second")], body: [1, 0, 255])
        try await FaultProxy.with(canned) { server in
            let response = try await HTTPClient(.direct).execute(.init(server.url + "/pot"))
            #expect(response.status == 418)
            #expect(response.version == .http11)
            #expect(response.body == [1, 0, 255])
            #expect(response.bytesReceived == 3)
            #expect(response.header("X-POT") == "tea")
            #expect(response.header("x-empty") == "")
            #expect(response.header("x-none") == nil)
            #expect(response.duration > .zero)
        }
    }

    @Test("Interim answers and trailers are not mixed up with the answer's headers")
    func interimAndTrailers() async throws {
        let text = """
            HTTP/1.1 103 Early Hints\r\nX-Kind: hint\r\n\r\n\
            HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Kind: answer\r\n\r\n\
            2\r\nok\r\n0\r\nX-Late: trailer\r\n\r\n
            """
        try await FaultProxy.with(CannedAnswer(bytes: Array(text.utf8))) { server in
            let response = try await HTTPClient(.direct).execute(.init(server.url))
            #expect(response.body == Array("ok".utf8))
            #expect(response.headers.map(\.name) == ["Transfer-Encoding", "X-Kind"])
            #expect(response.header("x-kind") == "answer")
        }
    }

    @Test("The request is a GET with the headers given and none of libcurl's besides Host, Accept and User-Agent")
    func request() async throws {
        var configuration = HTTPClient.Configuration.direct
        configuration.userAgent = "tester/1"
        try await FaultProxy.with(CannedAnswer(text: "ok")) { server in
            var request = HTTPClient.Request(server.url + "/a%20b?c=d")
            request.headers = [
                .init("Accept", "application/json"), .init("Authorization", Secret("Bearer sesame")),
                .init("X-Empty", ""),
            ]
            _ = try await HTTPClient(configuration).execute(request)
            let lines = server.requests.flatMap { $0.split(separator: "\r\n").map(String.init) }
            #expect(
                lines == [
                    "GET /a%20b?c=d HTTP/1.1", "Host: 127.0.0.1:\(server.port)", "User-Agent: tester/1",
                    "Accept: application/json", "Authorization: Bearer sesame", "X-Empty:",
                ])
        }
    }

    @Test("A kept connection is used again")
    func reuse() async throws {
        try await FaultProxy.with(CannedAnswer(text: "ok")) { server in
            let client = HTTPClient(.direct)
            let opened = try await (0..<5).asyncMap { _ in
                try await client.execute(.init(server.url)).openedConnections
            }
            #expect(opened == [1, 0, 0, 0, 0])
            #expect(server.acceptedConnections == 1)
        }
    }

    @Test("No more connections to a host than allowed")
    func connectionLimit() async throws {
        var configuration = HTTPClient.Configuration.direct
        configuration.maximumConnectionsPerHost = 2
        let client = HTTPClient(configuration)
        try await FaultProxy.with(CannedAnswer(text: "ok"), .delay(.milliseconds(20))) { server in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<10 {
                    group.addTask { try await client.execute(.init(server.url)).status }
                }
                for try await status in group { #expect(status == 200) }
            }
            #expect(server.acceptedConnections == 2)
        }
    }

    @Test("Redirects are not followed", arguments: [301, 302, 303, 307, 308])
    func redirects(status: Int) async throws {
        let target = CannedAnswer(text: "followed")
        try await FaultProxy.with(target) { other in
            try await FaultProxy.with(CannedAnswer(status, [("Location", other.url + "/login")])) { server in
                let response = try await HTTPClient(.direct).execute(.init(server.url))
                #expect(response.status == status)
                #expect(response.header("location") == other.url + "/login")
                #expect(other.acceptedConnections == 0)
            }
        }
    }

    @Test(
        "What would inject headers or be cut off is refused",
        arguments: [
            ("X-A", "b\r\nX-B: c"), ("X-A", "b\nX-B: c"), ("X-A", "b\rc"), ("X-A", "b\0c"), ("X-A\r\nX-B", "c"),
            ("X A", "c"),
            ("X:", "c"), ("", "c"), ("Schl\u{FC}ssel", "c"), ("X-A", "\u{7F}"),
        ])
    func headerInjection(name: String, value: String) async throws {
        try await FaultProxy.with(CannedAnswer(text: "ok")) { server in
            let client = HTTPClient(.direct)
            for header in [HTTPClient.Header(name, value), HTTPClient.Header(name, Secret(value))] {
                var request = HTTPClient.Request(server.url)
                request.headers = [header]
                let reason = try await client.failure(request).reason
                #expect([.invalidRequest(.headerName), .invalidRequest(.headerValue(name: name))].contains(reason))
            }
            #expect(server.acceptedConnections == 0)
        }
    }

    @Test("A user agent that would inject headers is refused")
    func userAgentInjection() async throws {
        var configuration = HTTPClient.Configuration.direct
        configuration.userAgent = "a\r\nX-B: c"
        let reason = try await HTTPClient(configuration).failure(.init("http://127.0.0.1:1/")).reason
        #expect(reason == .invalidRequest(.headerValue(name: "User-Agent")))
    }

    @Test(
        "Only http and https URLs are sent",
        arguments: [
            "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "127.0.0.1", "//127.0.0.1/", "",
            "http:/127.0.0.1/",
        ])
    func schemes(url: String) async throws {
        let reason = try await HTTPClient(.direct).failure(.init(url)).reason
        #expect(reason == .invalidRequest(.notHTTP))
    }

    @Test("URLs that would be cut off or guessed at are refused", arguments: ["a b", "a\0b", "a\r\nb", "\u{FC}"])
    func urlCharacters(path: String) async throws {
        let reason = try await HTTPClient(.direct).failure(.init("http://127.0.0.1:1/" + path)).reason
        #expect(reason == .invalidRequest(.urlCharacters))
    }

    @Test("A malformed URL is told as such", arguments: ["http://", "http://127.0.0.1:99999/", "http://[::1/"])
    func malformed(url: String) async throws {
        guard case .invalidRequest(.url) = try await HTTPClient(.direct).failure(.init(url)).reason else {
            Issue.record("another reason")
            return
        }
    }

    @Test("Through a proxy the URL goes as a whole")
    func proxy() async throws {
        try await FaultProxy.with(CannedAnswer(text: "proxied")) { proxy in
            var configuration = HTTPClient.Configuration()
            configuration.proxy = .url(Secret(proxy.url))
            let response = try await HTTPClient(configuration).execute(.init("http://litellm.invalid:4000/x"))
            #expect(response.body == Array("proxied".utf8))
            #expect(proxy.requests.first?.hasPrefix("GET http://litellm.invalid:4000/x HTTP/1.1\r\n") == true)
        }
    }

    @Test("A proxy that does not let a TLS connection through is told")
    func refusingProxy() async throws {
        try await FaultProxy.with(CannedAnswer(403)) { proxy in
            var configuration = HTTPClient.Configuration()
            configuration.proxy = .url(Secret("http://user:pass-4711@127.0.0.1:\(proxy.port)"))
            let error = try await HTTPClient(configuration).failure(.init("https://litellm.invalid/x"))
            #expect("\(error)".contains("403"), "\(error)")
            #expect(!"\(error)".contains("4711"))
        }
    }
}

extension Sequence {
    func asyncMap<Result>(_ transform: (Element) async throws -> Result) async throws -> [Result] {
        var results: [Result] = []
        for element in self {
            results.append(try await transform(element))
        }
        return results
    }
}

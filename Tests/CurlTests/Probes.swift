import Curl
import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// What has to run in a process of its own: `ProbeTests` starts this program again for each of them.
@Suite(
    "Probes", .enabled(if: getenv("CURL_PROBE") != nil, "run by the process suites, in processes of their own"),
    .timeLimit(.minutes(10)))
struct Probes {
    /// In a namespace whose name server never answers, within less time than the resolver takes to give up.
    @Test func stuckResolver() async throws {
        let stuck = HTTPClient.Request("http://litellm.test/", timeout: .seconds(50))
        var configuration = HTTPClient.Configuration.direct
        configuration.connectTimeout = .seconds(50)
        let client = HTTPClient(configuration)
        configuration.connectTimeout = .milliseconds(200)
        let impatient = HTTPClient(configuration)
        try await FaultProxy.with(CannedAnswer(text: "ok")) { server in
            let first = Task { try await client.failure(stuck) }
            try await Task.sleep(for: .milliseconds(300))
            try await within("a transfer beside one that resolves") {
                let response = try await client.execute(.init(server.url))
                #expect(response.status == 200)
            }
            try await within("cancelling a transfer that resolves") {
                first.cancel()
                let reason = try await first.value.reason
                #expect(reason == .cancelled)
            }
            try await within("the connect timeout of a transfer that resolves") {
                let reason = try await impatient.failure(stuck).reason
                #expect(reason == .timedOut(.resolving, after: .milliseconds(200)))
            }
            try await within("a transfer after one that was given up") {
                let response = try await client.execute(.init(server.url))
                #expect(response.openedConnections == 0)
            }
            let last = Task { try await client.failure(stuck) }
            try await Task.sleep(for: .milliseconds(300))
            try await within("shutting down while a transfer resolves") {
                client.shutdown()
                let reason = try await last.value.reason
                #expect(reason == .shutDown)
                try await eventually("the thread closes its connections") { server.openConnections == 0 }
            }
        }
    }

    /// The resolver is told to wait for 30 s.
    private func within(_ what: Comment, _ body: () async throws -> Void) async throws {
        let duration = try await ContinuousClock().measure(body)
        #expect(duration < .seconds(10), what)
    }

    /// With the server's authority in the system's folder, and a CA file that holds another one.
    @Test func systemAuthorities() async throws {
        let environment = ProcessInfo.processInfo.environment
        let url = try #require(environment["SERVER_URL"])
        var configuration = HTTPClient.Configuration.direct
        let response = try await HTTPClient(configuration).execute(.init(url))
        #expect(response.status == 200)
        let caFile = try #require(environment["STRANGER_FILE"])
        configuration.caFile = caFile
        let error = try await HTTPClient(configuration).failure(.init(url))
        guard case .tls(.untrusted(caFile, _)) = error.reason else {
            Issue.record("\(error)")
            return
        }
    }

    @Test func lifetime() async throws {
        try await FaultProxy.with(CannedAnswer(text: "ok")) { server in
            func use(_ client: HTTPClient) async throws {
                let status = try await client.execute(.init(server.url)).status
                #expect(status == 200)
            }
            for _ in 0..<3 { try await use(HTTPClient(.direct)) }
            try await eventually("the first clients are gone") { server.openConnections == 0 }
            let before = Usage.now
            for _ in 0..<100 { try await use(HTTPClient(.direct)) }
            // Swift's and NIO's own threads may have grown by a few meanwhile.
            try await eventually("the threads and descriptors of 100 clients are gone, \(before) before") {
                let now = Usage.now
                return now.threads < before.threads + 10 && now.descriptors < before.descriptors + 10
            }
        }
    }

    private struct Usage {
        let threads: Int
        let descriptors: Int

        static var now: Usage {
            let count: (String) -> Int = { (try? FileManager.default.contentsOfDirectory(atPath: $0).count) ?? .max }
            return Usage(threads: count("/proc/self/task"), descriptors: count("/proc/self/fd"))
        }
    }

    /// With `http_proxy` set.
    @Test func proxyFromEnvironment() async throws {
        let response = try await HTTPClient().execute(.init("http://litellm.invalid/"))
        #expect(response.body == Array("proxied".utf8))
        try await FaultProxy.with(CannedAnswer(text: "direct")) { server in
            let direct = try await HTTPClient(.direct).execute(.init(server.url))
            #expect(direct.body == Array("direct".utf8))
            let named = "http://localhost:\(server.port)"
            let excepted = try await HTTPClient().execute(.init(named))
            #expect(excepted.body == Array("direct".utf8))
            var configuration = HTTPClient.Configuration()
            configuration.proxy = .url(Secret(try #require(ProcessInfo.processInfo.environment["http_proxy"])))
            let fixed = try await HTTPClient(configuration).execute(.init(named))
            #expect(fixed.body == Array("proxied".utf8))
        }
    }

    /// With `http_proxy` set to what libcurl does not understand.
    @Test func unusableProxy() async throws {
        let error = await #expect(throws: TransferError.self) {
            try await HTTPClient().execute(.init("http://litellm.invalid/"))
        }
        guard let error else { return }
        #expect(!"\(error)".contains("CANARY") && !String(reflecting: error).contains("CANARY"), "\(error)")
        #expect("\(error)".contains("check https_proxy, http_proxy and all_proxy"), "\(error)")
    }
}

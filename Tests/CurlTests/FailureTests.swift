import Curl
import TestSupport
import Testing

@Suite("Failures", .timeLimit(.minutes(10)))
struct FailureTests {
    private let client = HTTPClient(.direct)
    private let answer = CannedAnswer(text: String(repeating: "x", count: 1000))

    @Test("Nothing listens")
    func refused() async throws {
        try await FaultProxy.with(answer, .refuse) { server in
            let error = try await client.failure(.init(server.url + "/v2/team/list?key=canary"))
            guard case .connectionFailed(let detail) = error.reason else {
                Issue.record("\(error.reason)")
                return
            }
            #expect(detail.contains("Connection refused"))
            #expect("\(error)".contains("http://127.0.0.1:\(server.port) "))
            #expect(!"\(error)".contains("canary"))
        }
    }

    @Test("The name does not exist")
    func unknownName() async throws {
        // RFC 6761 reserves .invalid; without any name server the answer is the same.
        let error = try await client.failure(.init("http://litellm.invalid/", timeout: .seconds(40)))
        switch error.reason {
        case .nameNotResolved: #expect("\(error)".contains("litellm.invalid"))
        case .timedOut(.resolving, after: .seconds(5)): print("SKIPPED unknown name: the name server does not answer")
        default: Issue.record("\(error)")
        }
    }

    @Test("The connection ends inside the body, the headers, or before the answer", arguments: [500, 20, 0])
    func truncated(bytes: Int) async throws {
        try await FaultProxy.with(answer, .truncate(afterBytes: bytes)) { server in
            let error = try await client.failure(.init(server.url))
            guard case .connectionBroken = error.reason else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test("A compressed body that is cut, damaged or goes on behind its end is no answer", arguments: 0..<4)
    func damagedCompression(damage: Int) async throws {
        var body: [UInt8] = [
            31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 74, 84, 178, 50, 172, 5, 0, 175, 172, 27, 86, 7, 0, 0, 0,
        ]
        switch damage {
        case 0: body += body
        case 1: body += Array("junk".utf8)
        case 2: body[12] ^= 0xFF
        default: body = Array("{}".utf8)
        }
        try await FaultProxy.with(CannedAnswer(200, [("Content-Encoding", "gzip")], body: body)) { server in
            var configuration = HTTPClient.Configuration()
            configuration.proxy = .direct
            configuration.acceptsCompression = true
            let error = try await HTTPClient(configuration).failure(.init(server.url))
            guard case .badResponse = error.reason else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test("The connection is reset", arguments: [500, 0])
    func reset(bytes: Int) async throws {
        try await FaultProxy.with(answer, .reset(afterBytes: bytes)) { server in
            let error = try await client.failure(.init(server.url))
            guard case .connectionBroken = error.reason else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test("A kept connection that ended in silence costs nothing", arguments: [Fault.closeReused, .resetReused])
    func silentlyClosed(fault: Fault) async throws {
        try await FaultProxy.with(answer, fault) { server in
            for expected in 1...4 {
                let response = try await client.execute(.init(server.url))
                #expect(response.status == 200)
                #expect(response.openedConnections == 1)
                #expect(server.acceptedConnections == expected)
            }
            // The first request, and each of the others once: what met a dead connection was not counted.
            #expect(server.requests.count == 4)
        }
    }

    @Test("A kept connection that the server closed while nobody looked is replaced")
    func closedWhileIdle() async throws {
        try await FaultProxy.with(answer) { server in
            _ = try await client.execute(.init(server.url))
            await server.closeConnections()
            let found = try await client.execute(.init(server.url)).openedConnections
            #expect(found == 1)
        }
    }

    @Test("A server that comes back is used again")
    func recovery() async throws {
        try await FaultProxy.with(answer) { server in
            _ = try await client.execute(.init(server.url))
            try await server.inject(.refuse)
            _ = try await client.failure(.init(server.url))
            try await server.inject(.none)
            let status = try await client.execute(.init(server.url)).status
            #expect(status == 200)
        }
    }

    @Test("No answer, or a part of one, within the timeout")
    func timeouts() async throws {
        // Long enough for a part of the answer to arrive on a machine that is busy.
        let limit = Duration.seconds(2)
        for (fault, phase): (Fault, TransferError.Phase) in [
            (.silence, .waiting), (.stall(afterBytes: 500), .receiving), (.delay(.seconds(60)), .waiting),
        ] {
            try await FaultProxy.with(answer, fault) { server in
                let error = try await client.failure(.init(server.url, timeout: limit))
                #expect(error.reason == .timedOut(phase, after: limit))
                #expect(error.duration >= limit)
                #expect(error.duration < .seconds(20))
            }
        }
    }

    @Test("Connecting has a timeout of its own, which covers the TLS handshake")
    func connectTimeout() async throws {
        var configuration = HTTPClient.Configuration.direct
        configuration.connectTimeout = .milliseconds(200)
        try await FaultProxy.with(answer, .silence) { server in
            let error = try await HTTPClient(configuration).failure(.init("https://127.0.0.1:\(server.port)/"))
            #expect(error.reason == .timedOut(.connecting, after: .milliseconds(200)))
        }
    }

    @Test("Waiting for a free connection counts too")
    func queueTimeout() async throws {
        var configuration = HTTPClient.Configuration.direct
        configuration.maximumConnectionsPerHost = 1
        let client = HTTPClient(configuration)
        try await FaultProxy.with(answer, .silence) { server in
            async let hanging = client.failure(.init(server.url, timeout: .seconds(40)))
            try await eventually("the first request arrives") { server.acceptedConnections == 1 }
            let error = try await client.failure(.init(server.url, timeout: .milliseconds(200)))
            #expect(error.reason == .timedOut(.connecting, after: .milliseconds(200)))
            #expect(error.duration < .seconds(20))
            client.shutdown()
            let reason = try await hanging.reason
            #expect(reason == .shutDown)
        }
    }

    @Test("A body may be as long as allowed and no longer")
    func bodyLimit() async throws {
        try await FaultProxy.with(answer) { server in
            var request = HTTPClient.Request(server.url)
            request.maximumBodyBytes = 1000
            let found = try await client.execute(request).body.count
            #expect(found == 1000)
            request.maximumBodyBytes = 999
            let reason = try await client.failure(request).reason
            #expect(reason == .responseTooLarge(limit: 999))
        }
    }

    @Test("What a compressed body unpacks to is what counts")
    func bomb() async throws {
        let bomb = CannedAnswer(200, [("Content-Encoding", "gzip")], body: GzipBomb.bytes(megabytes: 64))
        #expect(bomb.bytes.count < 1 << 20)
        try await FaultProxy.with(bomb) { server in
            var configuration = HTTPClient.Configuration.direct
            configuration.acceptsCompression = true
            var request = HTTPClient.Request(server.url)
            request.maximumBodyBytes = 1 << 20
            let reason = try await HTTPClient(configuration).failure(request).reason
            #expect(reason == .responseTooLarge(limit: 1 << 20))
            // Whoever did not ask for compression gets the bytes as they come.
            let found = try await client.execute(request).body.count
            #expect(found < 1 << 20)
        }
    }

    @Test("Endless headers end the transfer")
    func endlessHeaders() async throws {
        let headers = (0..<5000).map { ("X-\($0)", String(repeating: "y", count: 100)) }
        try await FaultProxy.with(CannedAnswer(200, headers)) { server in
            guard case .badResponse = try await client.failure(.init(server.url)).reason else {
                Issue.record("another reason")
                return
            }
        }
    }

    @Test("What is not HTTP is told as such", arguments: ["SSH-2.0-OpenSSH_9\r\n", "HTTP/9.9 200 OK\r\n\r\n"])
    func notHTTP(text: String) async throws {
        try await FaultProxy.with(CannedAnswer(bytes: Array(text.utf8)), .truncate(afterBytes: text.utf8.count)) {
            server in
            let error = try await client.failure(.init(server.url))
            guard case .badResponse = error.reason else {
                Issue.record("\(error.reason)")
                return
            }
        }
    }

    @Test("A CA file or client certificate that is not there is named")
    func missingFiles() async throws {
        try await FaultProxy.with(answer) { server in
            let url = "https://127.0.0.1:\(server.port)/"
            var configuration = HTTPClient.Configuration.direct
            configuration.caFile = "/nowhere/ca.pem"
            var error = try await HTTPClient(configuration).failure(.init(url))
            #expect(
                error.reason
                    == .tls(.caFile(path: "/nowhere/ca.pem", detail: "/nowhere/ca.pem: No such file or directory")))
            #expect("\(error)".contains("the CA file /nowhere/ca.pem cannot be used"))

            let files = HTTPClient.ClientCertificate(certificateFile: "/nowhere/c.pem", keyFile: "/nowhere/k.pem")
            configuration = .direct
            configuration.clientCertificate = files
            error = try await HTTPClient(configuration).failure(.init(url))
            #expect(
                error.reason == .tls(.clientCertificate(files, detail: "/nowhere/c.pem: No such file or directory")))
            #expect("\(error)".contains("/nowhere/k.pem"))
        }
    }

    @Test("A CA file that holds no certificate is named", arguments: ["/dev/null", "/etc/passwd"])
    func emptyCAFile(path: String) async throws {
        try await FaultProxy.with(answer) { server in
            var configuration = HTTPClient.Configuration.direct
            configuration.caFile = path
            let error = try await HTTPClient(configuration).failure(.init("https://127.0.0.1:\(server.port)/"))
            guard case .tls(.caFile(path, _)) = error.reason else {
                Issue.record("\(error.reason)")
                return
            }
        }
    }

    @Test("No error tells a header's value, the URL's query or its password")
    func discretion() async throws {
        let faults: [Fault] = [
            .refuse, .silence, .truncate(afterBytes: 500), .truncate(afterBytes: 0), .reset(afterBytes: 0),
        ]
        try await FaultProxy.with(answer) { server in
            for fault in faults {
                try await server.inject(fault)
                for path in ["/x?key=canary-1#canary-2", "?key=canary-1"] {
                    var request = HTTPClient.Request(
                        "http://user:canary-3@127.0.0.1:\(server.port)\(path)", timeout: .milliseconds(200))
                    request.headers = [.init("X-Key", Secret("canary-4")), .init("X-Plain", "canary-5")]
                    let error = try await client.failure(request)
                    var dumped = ""
                    dump(error, to: &dumped)
                    for text in ["\(error)", String(reflecting: error), dumped] {
                        #expect(!text.contains("canary"), "\(text)")
                    }
                    #expect(error.origin == server.url)
                }
            }
        }
    }
}

/// Zeros, a thousand to one: a gzip member whose one block of fixed Huffman codes repeats a byte (RFC 1951, 3.2.6).
private enum GzipBomb {
    static func bytes(megabytes: Int) -> [UInt8] {
        var bits = BitWriter()
        bits.write(0b011, 3)
        // The literal 0, then over and over: length 258, distance 1.
        bits.writeCode(0b0011_0000, 8)
        for _ in 0..<(megabytes << 20) / 258 {
            bits.writeCode(0b1100_0101, 8)
            bits.writeCode(0, 5)
        }
        bits.writeCode(0, 7)
        // The checksum in the trailer is wrong: nobody may get that far.
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + bits.finish() + [UInt8](repeating: 0, count: 8)
    }

    private struct BitWriter {
        private var bytes: [UInt8] = []
        private var pending: UInt32 = 0
        private var count: UInt32 = 0

        mutating func write(_ value: UInt32, _ length: UInt32) {
            pending |= value << count
            count += length
            while count >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: pending))
                pending >>= 8
                count -= 8
            }
        }

        /// Huffman codes go most significant bit first.
        mutating func writeCode(_ code: UInt32, _ length: UInt32) {
            for bit in (0..<length).reversed() {
                write(code >> bit & 1, 1)
            }
        }

        mutating func finish() -> [UInt8] {
            write(0, 7)
            return bytes
        }
    }
}

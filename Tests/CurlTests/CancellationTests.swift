import Curl
import TestSupport
import Testing
import Threading

@Suite("Cancellation and shutdown", .timeLimit(.minutes(10)))
struct CancellationTests {
    private let client = HTTPClient(.direct)
    private let answer = CannedAnswer(text: String(repeating: "x", count: 1000))

    @Test("Cancelled before it starts: nothing is sent")
    func beforeStart() async throws {
        try await FaultProxy.with(answer) { server in
            // Often, as a cancellation that overtakes its request must not depend on who is faster.
            for _ in 0..<500 {
                let task = Task {
                    withUnsafeCurrentTask { $0?.cancel() }
                    return try await client.failure(.init(server.url)).reason
                }
                let outcome = try await task.value
                #expect(outcome == .cancelled)
            }
            #expect(server.acceptedConnections == 0)
        }
    }

    @Test("Cancelled while it hangs: it ends at once and its connection closes", arguments: [0, 500])
    func whileHanging(bytes: Int) async throws {
        try await FaultProxy.with(answer, .stall(afterBytes: bytes)) { server in
            let task = Task { try await client.failure(.init(server.url, timeout: .seconds(50))) }
            try await eventually("the request arrives") { server.requests.count == 1 }
            task.cancel()
            let error = try await task.value
            #expect(error.reason == .cancelled)
            #expect(error.duration < .seconds(20))
            try await eventually("the connection closes") { server.openConnections == 0 }
        }
    }

    @Test("Cancelled while it connects")
    func whileConnecting() async throws {
        try await FaultProxy.with(answer, .silence) { server in
            var configuration = HTTPClient.Configuration.direct
            configuration.connectTimeout = .seconds(50)
            let client = HTTPClient(configuration)
            let request = HTTPClient.Request("https://127.0.0.1:\(server.port)/", timeout: .seconds(50))
            let task = Task { try await client.failure(request) }
            try await eventually("the connection arrives") { server.acceptedConnections == 1 }
            task.cancel()
            let reason = try await task.value.reason
            #expect(reason == .cancelled)
        }
    }

    @Test("Cancelling one leaves the others alone")
    func others() async throws {
        try await FaultProxy.with(answer, .silence) { hanging in
            try await FaultProxy.with(answer, .delay(.milliseconds(100))) { slow in
                let doomed = Task { try await client.failure(.init(hanging.url)) }
                async let other = client.execute(.init(slow.url))
                try await eventually("the request arrives") { hanging.acceptedConnections == 1 }
                doomed.cancel()
                let reason = try await doomed.value.reason
                #expect(reason == .cancelled)
                let status = try await other.status
                #expect(status == 200)
            }
        }
    }

    @Test("2,000 requests, of which a third are cancelled at random: each ends once, in one of two ways")
    func stress() async throws {
        try await FaultProxy.with(answer) { server in
            let outcomes = Locked([String: Int]())
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<2000 {
                    group.addTask {
                        let request = Task { () async -> String in
                            do throws(TransferError) {
                                return "\(try await client.execute(.init(server.url)).status)"
                            } catch {
                                return "\(error)"
                            }
                        }
                        if index % 3 == 0 {
                            try await Task.sleep(for: .microseconds(.random(in: 0...5000)))
                            request.cancel()
                        }
                        let outcome = await request.value
                        outcomes.withLock { $0[outcome, default: 0] += 1 }
                    }
                }
                try await group.waitForAll()
            }
            let counts = outcomes.withLock { $0 }
            #expect(Set(counts.keys).isSubset(of: ["200", "cancelled"]), "\(counts)")
            #expect(counts.values.reduce(0, +) == 2000)
            #expect(counts["200", default: 0] >= 1333)
            let status = try await client.execute(.init(server.url)).status
            #expect(status == 200)
        }
    }

    @Test("Shutdown fails what is under way and what comes later, and closes kept connections")
    func shutdown() async throws {
        try await FaultProxy.with(answer) { server in
            _ = try await client.execute(.init(server.url))
            try await FaultProxy.with(answer, .silence) { hanging in
                async let underWay = client.failure(.init(hanging.url))
                try await eventually("the request arrives") { hanging.acceptedConnections == 1 }
                client.shutdown()
                let reason = try await underWay.reason
                #expect(reason == .shutDown)
                let later = try await client.failure(.init(server.url)).reason
                #expect(later == .shutDown)
                client.shutdown()
                try await eventually("connections close") { server.openConnections + hanging.openConnections == 0 }
            }
        }
    }

    @Test("Shutdown among many callers: each is answered")
    func shutdownUnderLoad() async throws {
        try await FaultProxy.with(answer) { server in
            for _ in 0..<20 {
                let client = HTTPClient(.direct)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<50 {
                        group.addTask {
                            do throws(TransferError) {
                                _ = try await client.execute(.init(server.url))
                            } catch {
                                #expect(error.reason == .shutDown)
                            }
                        }
                    }
                    group.addTask {
                        try await Task.sleep(for: .microseconds(.random(in: 0...3000)))
                        client.shutdown()
                    }
                    try await group.waitForAll()
                }
            }
        }
    }
}

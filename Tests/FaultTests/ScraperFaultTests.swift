import BudgetExporter
import Curl
import Serving
import TestSupport
import TestTraits
import Testing
import Threading

/// Clients that hold connections and never let go.
@Suite("Scrapers that hang", .serialized, .whenTheMachineIsCalm, .timeLimit(.minutes(10)))
struct ScraperFaultTests {
    @Test(
        "Polls go on, nothing is said, and scrapes work as soon as there is a place",
        arguments: ["", "GET /metrics HTTP/1.1\r\nHost: x\r\nX-Slow: ", "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"])
    func hanging(request: String) async throws {
        try await ExporterBehindFaults.with(configure: { $0.server.maximumConnections = 4 }) { exporter in
            try await exporter.truePage()
            let said = exporter.log.lines.count
            try await HeldConnections.with(100, port: exporter.port, sending: request) {
                await exporter.litellm.spendOneDollarEach()
                try await exporter.litellm.sweeps(5)
            }
            try await exporter.truePage()
            #expect(exporter.lines(from: said) == [])
        }
    }

    /// The answers to these are more than sockets hold between them.
    private static let manyRequests = String(repeating: "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", count: 300)

    @Test("Who does not take an answer is cut off, and gives his place to others while he still holds on")
    func slowReader() async throws {
        try await ExporterBehindFaults.with(configure: {
            $0.server.maximumConnections = 4
            $0.server.timeouts.response = .seconds(20)
        }) { exporter in
            try await exporter.truePage()
            let said = exporter.log.lines.count
            let visitor = HTTPClient(.toExporter)
            var request = HTTPClient.Request(url: "http://127.0.0.1:\(exporter.port)/metrics")
            // No place is kept from one question to the next.
            request.headers = [HTTPClient.Header("Connection", "close")]
            try await HeldConnections.with(4, port: exporter.port, sending: Self.manyRequests, takesAnswers: false) {
                try await Waiting.wait(for: "no place is free") {
                    (try? await visitor.execute(request))?.status == 503
                }
                await exporter.litellm.spendOneDollarEach()
                try await exporter.litellm.sweeps(5)
                try await Waiting.wait(for: "a place is free") {
                    (try? await visitor.execute(request))?.status == 200
                }
            }
            try await exporter.truePage()
            #expect(exporter.lines(from: said) == [])
        }
    }
}

import Curl
import LiteLLMAdmin
import Polling
import Testing

@testable import Commands

@Suite("What check finds out of a proxy") struct ProxyFindingsTests {
    private func outcome(
        _ transport: @escaping AdminAPI.Transport
    ) async throws -> (findings: [Finding], somethingCanBeWatched: Bool) {
        let api = AdminAPI(
            AdminAPI.Configuration(baseURL: try BaseURL("http://litellm:4000")), credential: .fixed(Secret("k")),
            transport: transport)
        return await ProxyFindings(api: api, polling: Poller.Configuration()).all()
    }

    @Test("a server that is not there is one failure, and nothing is said of its database")
    func unreachable() async throws {
        let (findings, somethingCanBeWatched) = try await outcome { _ throws(TransferError) in
            throw TransferError(.connectionFailed(detail: "Connection refused"), origin: "http://litellm:4000")
        }
        #expect(!somethingCanBeWatched)
        #expect(findings.map(\.severity) == [.failure])
        #expect(findings.first?.text.hasPrefix("not so: all teams can be listed") == true, "\(findings)")
    }

    @Test("a server that answers but lists nothing, as its database is lost, says so first")
    func withoutDatabase() async throws {
        let (findings, somethingCanBeWatched) = try await outcome { request throws(TransferError) in
            let isReadiness = request.url.hasSuffix("/health/readiness")
            let body = isReadiness ? #"{"status":"unhealthy","db":"disconnected"}"# : #"{"error":"no database"}"#
            return HTTPClient.Response(
                status: 503, headers: [(name: "Content-Type", value: "application/json")], body: Array(body.utf8))
        }
        #expect(!somethingCanBeWatched)
        #expect(findings.map(\.severity) == [.warning, .failure])
        #expect(findings.first?.text.hasPrefix("it has lost its database") == true, "\(findings)")
    }

    @Test(
        "where one of the lists is refused, the other can be watched all the same; where both are, nothing can",
        arguments: [(["/key/list"], true), (["/v2/team/list"], true), (["/key/list", "/v2/team/list"], false)])
    func refusedLists(refused: [String], somethingCanBeWatched: Bool) async throws {
        let outcome = try await outcome { request throws(TransferError) in
            let isRefused = refused.contains { request.url.contains($0) }
            let body = isRefused ? #"{"error":{"message":"no"}}"# : #"{"teams":[],"keys":[],"total":0,"total_pages":0}"#
            return HTTPClient.Response(
                status: isRefused ? 403 : 200, headers: [(name: "Content-Type", value: "application/json")],
                body: Array(body.utf8))
        }
        #expect(outcome.findings.count { $0.severity == .failure } == refused.count, "\(outcome.findings)")
        #expect(outcome.somethingCanBeWatched == somethingCanBeWatched)
    }
}

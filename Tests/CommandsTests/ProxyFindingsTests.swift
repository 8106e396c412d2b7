import Curl
import LiteLLMAdmin
import Polling
import Testing

@testable import Commands

@Suite("What check finds out of a proxy") struct ProxyFindingsTests {
    private func findings(_ transport: @escaping AdminAPI.Transport) async throws -> [Finding] {
        let api = AdminAPI(
            AdminAPI.Configuration(baseURL: try BaseURL("http://litellm:4000")), credential: .fixed(Secret("k")),
            transport: transport)
        return await ProxyFindings(api: api, polling: Poller.Configuration()).all()
    }

    @Test("a server that is not there is one failure, and nothing is said of its database")
    func unreachable() async throws {
        let findings = try await findings { _ throws(TransferError) in
            throw TransferError(.connectionFailed(detail: "Connection refused"), origin: "http://litellm:4000")
        }
        #expect(findings.map(\.severity) == [.failure])
        #expect(findings.first?.text.hasPrefix("not so: all teams can be listed") == true, "\(findings)")
    }

    @Test("a server that answers but lists nothing, as its database is lost, says so first")
    func withoutDatabase() async throws {
        let findings = try await findings { request throws(TransferError) in
            let isReadiness = request.url.hasSuffix("/health/readiness")
            let body = isReadiness ? #"{"status":"unhealthy","db":"disconnected"}"# : #"{"error":"no database"}"#
            return HTTPClient.Response(
                status: 503, headers: [(name: "Content-Type", value: "application/json")], body: Array(body.utf8))
        }
        #expect(findings.map(\.severity) == [.warning, .failure])
        #expect(findings.first?.text.hasPrefix("it has lost its database") == true, "\(findings)")
    }
}

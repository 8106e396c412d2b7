import Curl
import Testing
import Threading

@testable import LiteLLMAdmin

@Suite struct AdminAPITests {
    /// A transport that notes what is asked and answers the same to all.
    private final class Wire: Sendable {
        let requests = Locked<[HTTPClient.Request]>([])
        let result: Result<HTTPClient.Response, TransferError>

        init(_ result: Result<HTTPClient.Response, TransferError>) {
            self.result = result
        }

        convenience init(status: Int = 200, headers: [(name: String, value: String)] = [], _ body: String) {
            self.init(.success(HTTPClient.Response(status: status, headers: headers, body: Array(body.utf8))))
        }

        @Sendable func send(_ request: HTTPClient.Request) async throws(TransferError) -> HTTPClient.Response {
            requests.withLock { $0.append(request) }
            return try result.get()
        }

        var request: HTTPClient.Request? { requests.withLock { $0.last } }
    }

    private func api(_ wire: Wire, url: String = "http://h", header: String = "Authorization") throws -> AdminAPI {
        var configuration = AdminAPI.Configuration(baseURL: try BaseURL(url))
        configuration.keyHeader = header
        configuration.metadataLabels = ["cost_centre", "n", "flag", "nested", "ratio"]
        return AdminAPI(configuration, credential: .fixed(Secret("sk-test")), transport: wire.send)
    }

    @Test("asks for pages in a stable order, below the path prefix")
    func asksForPages() async throws {
        let wire = Wire(#"{"teams":[],"keys":[],"total_pages":1}"#)
        _ = try await api(wire, url: "https://h/prefix/").teams(PageRequest(number: 3, size: 100))
        #expect(
            wire.request?.url == "https://h/prefix/v2/team/list?page=3&page_size=100&sort_by=team_id&sort_order=asc")
        _ = try await api(wire).keys(PageRequest(number: 1, size: 50))
        #expect(
            wire.request?.url
                == "http://h/key/list?return_full_object=true&page=1&size=50&sort_by=token&sort_order=asc")
    }

    @Test("percent-encodes ids, which hold anything, and never asks for all keys of a team")
    func encodesIDs() async throws {
        let wire = Wire(#"{"team_info":{"team_id":"id/with space&?#3-é=+%"}}"#)
        _ = try await api(wire).team(id: "id/with space&?#3-é=+%")
        #expect(
            wire.request?.url == "http://h/team/info?team_id=id%2Fwith%20space%26%3F%233-%C3%A9%3D%2B%25&key_limit=1")
    }

    @Test(
        "sends the key as the header wants it",
        arguments: [
            ("Authorization", "Bearer sk-test"), ("X-My-Key", "Bearer sk-test"),
            ("x-litellm-api-key", "Bearer sk-test"),
            ("x-api-key", "sk-test"), ("API-Key", "sk-test"),
        ])
    func sendsTheKey(header: String, value: String) async throws {
        let wire = Wire(#"{"teams":[]}"#)
        _ = try await api(wire, header: header).teams(PageRequest(number: 1, size: 1))
        #expect(wire.request?.headers.last == HTTPClient.Header(header, Secret(value)))
    }

    @Test("asks for readiness without the key")
    func readinessNeedsNoKey() async throws {
        let wire = Wire(#"{"status":"healthy","db":"connected"}"#)
        #expect(try await api(wire).databaseState() == .connected)
        #expect(wire.request?.headers.map(\.name) == ["Accept"])
    }

    @Test("a row needs its id and nothing else; odd members cost only themselves")
    func toleratesRows() async throws {
        let wire = Wire(
            #"""
            {"teams":[{"team_id":"a"},{"team_alias":"no id"},"text",null,7,
             {"team_id":"b","spend":"1","max_budget":"lots","blocked":"no","tpm_limit":1.5,"members_count":null,
              "metadata":[1],"new_member":{"x":[{}]}},
             {"team_id":"c","spend":1e400,"max_budget":null},
             {"team_id":"d","spend":7,"max_budget":9223372036854775807,"tpm_limit":9223372036854775807,
              "metadata":{"cost_centre":"cc","n":7,"flag":true,"nested":{"a":1},"ratio":0.5,"secret":"s"}}],"total_pages":2}
            """#)
        let page = try await api(wire).teams(PageRequest(number: 1, size: 100))
        #expect(page.rows.map(\.teamID) == ["a", "b", "c", "d"])
        #expect(page.badElements == 4)
        #expect(page.rows.map(\.maxBudget) == [.missing, .unreadable, .null, .value(9.223372036854775807e18)])
        #expect(page.rows.map(\.spend) == [nil, nil, nil, 7])
        #expect(page.rows[3].tokensPerMinuteLimit == .max)
        #expect(page.rows[3].metadata?.labels == ["cost_centre": "cc", "n": "7", "flag": "true", "ratio": "0.5"])
    }

    @Test(
        "an answer about another account than was asked for is none",
        arguments: [
            #""key":"HASH","info":{"spend":7}"#, #""key":"sk-...abcd","info":{"token":"HASH"}"#,
            #""info":{"token":"HASH"}"#, #""team_info":{"team_id":"HASH"}"#, #""user_id":"HASH""#,
        ])
    func refusesOthers(members: String) async throws {
        let asked = String(repeating: "a", count: 64)
        func ask(_ subject: String) async throws {
            let body = "{" + members.replacing("HASH", with: subject) + "}"
            let api = try api(Wire(body))
            if members.contains("team_info") {
                _ = try await api.team(id: asked)
            } else if members.contains("user_id") {
                _ = try await api.user(id: asked)
            } else {
                _ = try await api.key(hash: asked)
            }
        }
        try await ask(asked)
        let error = try await #require(throws: AdminError.self) { try await ask(String(repeating: "b", count: 64)) }
        #expect(error.reason == .badResponse)
        #expect(error.explanation.contains("drops or keeps the query"))
        #expect(!"\(error)".contains("bbbb"))
    }

    @Test(
        "an echo that is no hash proves nothing against an answer",
        arguments: [
            #"{"key":"sk-1","info":{"spend":7}}"#, #"{"key":null,"info":{"spend":7}}"#, #"{"info":{"spend":7}}"#,
        ])
    func acceptsOtherEchoes(body: String) async throws {
        #expect(try await api(Wire(body)).key(hash: String(repeating: "a", count: 64)).spend == 7)
    }

    struct Misfit: Sendable, CustomTestStringConvertible {
        var status = 200
        var headers: [(name: String, value: String)] = []
        let body: String
        let reason: AdminError.Reason
        let says: String
        var testDescription: String { "\(status) \(body.prefix(40))" }
    }

    @Test(
        "what is no answer of LiteLLM's gets a reason and a mend",
        arguments: [
            Misfit(body: "<!doctype html><title>Sign in</title>", reason: .badResponse, says: "login page"),
            Misfit(body: #"{"detail":"Not Found"}"#, reason: .badResponse, says: "not LiteLLM's JSON"),
            Misfit(body: #"{"teams":[{"team_id":"a""#, reason: .badResponse, says: "not LiteLLM's JSON"),
            Misfit(body: "", reason: .badResponse, says: "not LiteLLM's JSON"),
            Misfit(body: #"{"teams":{}}"#, reason: .badResponse, says: "not LiteLLM's JSON"),
            Misfit(status: 404, body: "<html>", reason: .badResponse, says: "path prefix"),
            Misfit(status: 404, body: "default backend - 404", reason: .badResponse, says: "path prefix"),
            Misfit(status: 404, body: "", reason: .badResponse, says: "path prefix"),
            Misfit(status: 404, body: #"{"error":{"message":"no route"}}"#, reason: .badResponse, says: "path prefix"),
            Misfit(status: 404, body: "Key not found in database", reason: .badResponse, says: "path prefix"),
            Misfit(status: 404, body: #"{"detail":"Not Found"}"#, reason: .notFound, says: "does not know the route"),
            Misfit(
                status: 404,
                body: #"{"error":{"message":"{'message': 'Team not found, passed team id: enterprise canary.'}"}}"#,
                reason: .notFound, says: "does not know this account"),
            Misfit(status: 429, headers: [("Retry-After", "7")], body: "", reason: .overloaded, says: "fewer requests"),
            Misfit(status: 502, body: "<html>Bad Gateway", reason: .serverError, says: "its own log"),
            Misfit(status: 504, body: "", reason: .timeout, says: "gave up waiting"),
            Misfit(
                status: 503,
                body: #"{"error":{"message":"Worker at capacity","type":"overloaded_error","code":"503"}}"#,
                reason: .overloaded, says: "overloaded"),
            Misfit(
                status: 400, body: #"{"error":{"message":"No connected db.","type":"no_db_connection","code":"400"}}"#,
                reason: .databaseUnavailable, says: "database"),
            Misfit(
                status: 403, body: #"{"detail":"Virtual key is not allowed to call this route. Only allowed…"}"#,
                reason: .forbidden, says: "allowed_routes"),
            Misfit(
                status: 401, body: #"{"detail":{"error":"Only admin users can query all teams/other teams."}}"#,
                reason: .unauthorized, says: "proxy_admin_viewer"),
            Misfit(
                status: 401,
                body:
                    #"{"error":{"message":"Authentication Error - Expired Key. Key Expiry time","type":"expired_key"}}"#,
                reason: .unauthorized, says: "expired"),
            Misfit(
                status: 422, body: #"{"detail":[{"type":"less_than_equal","loc":["query","size"],"msg":"canary"}]}"#,
                reason: .badResponse, says: "check that the URL is LiteLLM's"),
        ])
    func classifies(misfit: Misfit) async throws {
        let wire = Wire(status: misfit.status, headers: misfit.headers, misfit.body)
        let error = try await #require(throws: AdminError.self) {
            _ = try await api(wire).teams(PageRequest(number: 1, size: 1))
        }
        #expect(error.reason == misfit.reason)
        #expect(error.explanation.contains(misfit.says), "\(error)")
        #expect(!"\(error)".contains("canary"))
        #expect(error.retryAfter == (misfit.status == 429 ? .seconds(7) : nil))
    }

    @Test(
        "a redirect tells where it points to, without what may be secret there",
        arguments: [
            ("https://login.example/start?session=canary", " to https://login.example"),
            ("HTTPS://login.example:8443/canary/x", " to https://login.example:8443"),
            ("http://[2001:db8::1]#canary", " to http://[2001:db8::1]"), ("/canary/login", ""),
            ("//login.example/canary", ""), ("canary://login.example/", ""), ("https://login.example\\canary", ""),
            ("https://user:canary@login.example/", ""), ("https://sk-canary/x", ""),
            ("https://desk-1.example/x", " to https://desk-1.example"),
        ])
    func redirects(location: String, told: String) async throws {
        for (status, header) in [(302, "location"), (307, "Location")] {
            let wire = Wire(status: status, headers: [(header, location)], "")
            let error = try await #require(throws: AdminError.self) {
                _ = try await api(wire).teams(PageRequest(number: 1, size: 1))
            }
            #expect(error.reason == .badResponse)
            #expect(error.explanation.contains("redirects\(told), which is not followed"), "\(error)")
            #expect(!"\(error)".contains("canary"))
        }
    }

    @Test(
        "Retry-After is a number of seconds, or an instant of the clock that the answer was dated by",
        arguments: [
            ("7", Duration.seconds(7)), ("-7", .zero), ("Sat, 21 Nov 2026 12:02:00 GMT", .seconds(120)),
            ("Sat, 21 Nov 2026 11:59:00 GMT", .zero), ("soon", nil), ("", nil),
        ] as [(String, Duration?)])
    func readsRetryAfter(text: String, expected: Duration?) async throws {
        for date in ["Sat, 21 Nov 2026 12:00:00 GMT", nil] {
            let headers = [("Retry-After", text)] + (date.map { [("Date", $0)] } ?? [])
            let wire = Wire(status: 429, headers: headers, "")
            let error = try await #require(throws: AdminError.self) {
                _ = try await api(wire).teams(PageRequest(number: 1, size: 1))
            }
            let isDate = text.hasSuffix("GMT")
            #expect(error.retryAfter == (isDate && date == nil ? nil : expected))
        }
    }

    @Test("a transfer without an answer keeps its reason, and is told like any other")
    func classifiesTransfers() async throws {
        let recorded = Locked<[Exchange]>([])
        let failure = TransferError(.connectionFailed(detail: "refused"), origin: "http://h", duration: .seconds(2))
        let api = AdminAPI(
            AdminAPI.Configuration(baseURL: try BaseURL("http://h")), credential: .fixed(Secret("sk-test")),
            transport: Wire(.failure(failure)).send
        ) { exchange in recorded.withLock { $0.append(exchange) } }
        let error = try await #require(throws: AdminError.self) {
            _ = try await api.teams(PageRequest(number: 1, size: 1))
        }
        #expect(error.reason == .connection)
        #expect(error.status == nil)
        #expect("\(error)".hasPrefix("GET /v2/team/list did not answer (connection): cannot connect to http://h"))
        #expect(recorded.withLock { $0.map(\.status) } == [nil])
        #expect(recorded.withLock { $0.map(\.duration) } == [.seconds(2)])
    }
}

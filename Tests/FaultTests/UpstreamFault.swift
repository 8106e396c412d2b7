import BudgetExporter
import LiteLLMAdmin
import LiteLLMSimulator
import TestSupport
import Testing

/// What can go wrong on the way to LiteLLM and in its answers. Each has a row in docs/reliability.md under its raw value.
enum UpstreamFault: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case refused = "connection refused"
    case silent = "no answer"
    case stalled = "answer stops midway"
    case truncated = "connection ends within the answer"
    case reset = "connection reset within the answer"
    case closedWhileIdle = "kept connection closed"
    case resetWhileIdle = "kept connection reset"
    case slow = "slow answers"
    case untrusted = "certificate not trusted"
    case notTLS = "no TLS any more"
    case unauthorized = "401 to everything"
    case forbidden = "403 to everything"
    case tooManyRequests = "429 with Retry-After"
    case serverError = "500 to everything"
    case badGateway = "502 from a gateway"
    case unavailable = "503 to everything"
    case databaseAway = "LiteLLM without its database"
    case redirected = "redirect to a login"
    case loginPage = "web page instead of JSON"
    case mislabelled = "JSON with another content type"
    case empty = "empty answer"
    case halfDocument = "JSON that ends too early"
    case otherDocument = "JSON of something else"
    case oversized = "answer too large"
    case deeplyNested = "JSON nested too deeply"
    case nestedMetadata = "metadata nested too deeply"
    case outOfRange = "numbers out of range"
    case nullSpend = "spend of null"
    case unreadableLimit = "limit out of range"
    case duplicated = "rows listed twice"
    case endlessHeaders = "endless headers"

    /// What the numbers do while it lasts.
    enum Effect {
        /// None can be read: the last ones stay until they are stale. Errors are counted under `reason`.
        case failure(reason: String)
        /// All are read as if nothing were wrong.
        case none
        /// Teams are read, but for what they have spent.
        case unknownSpend
        /// Teams are read, but for what they may spend.
        case unknownLimit
    }

    var testDescription: String { rawValue }

    var effect: Effect {
        switch self {
        case .refused, .truncated, .reset: .failure(reason: "connection")
        case .silent, .stalled: .failure(reason: "timeout")
        case .untrusted, .notTLS: .failure(reason: "tls")
        case .unauthorized: .failure(reason: "unauthorized")
        case .forbidden: .failure(reason: "forbidden")
        case .tooManyRequests, .unavailable: .failure(reason: "overloaded")
        case .serverError, .badGateway: .failure(reason: "server_error")
        case .databaseAway: .failure(reason: "database_unavailable")
        case .redirected, .loginPage, .empty, .halfDocument, .otherDocument, .deeplyNested, .nestedMetadata,
            .endlessHeaders:
            .failure(reason: "bad_response")
        case .oversized: .failure(reason: "too_large")
        case .closedWhileIdle, .resetWhileIdle, .slow, .mislabelled, .duplicated: .none
        case .outOfRange, .nullSpend: .unknownSpend
        case .unreadableLimit: .unknownLimit
        }
    }

    /// Whether what the proxy as a whole has spent is unknown too.
    var hidesSpendOfProxy: Bool { self == .nullSpend }

    /// How many failing sweeps of each source are waited for.
    var failingSweeps: Double {
        switch self {
        case .silent, .stalled: 2
        default: 6
        }
    }

    var needsTLS: Bool { self == .untrusted || self == .notTLS }

    func configure(_ configuration: inout Exporter.Configuration) {
        if self == .silent || self == .stalled { configuration.proxy.timeout = .seconds(2) }
    }

    /// Lets it happen.
    func begin(_ exporter: ExporterBehindFaults) async throws {
        switch self {
        case .databaseAway: await exporter.litellm.proxy.inject(LiteLLMSimulator.Fault(.databaseOutage))
        case .nullSpend: await exporter.litellm.proxy.inject(LiteLLMSimulator.Fault(.distorted(.nullSpend)))
        default: try await exporter.connection.inject(await onTheWay(exporter))
        }
    }

    /// Ends it.
    func end(_ exporter: ExporterBehindFaults) async throws {
        await exporter.litellm.proxy.clearFaults()
        try await exporter.connection.inject(.none)
    }

    private func onTheWay(_ exporter: ExporterBehindFaults) async throws -> TestSupport.Fault {
        switch self {
        case .refused: .refuse
        case .silent: .silence
        case .stalled: .stall(afterBytes: 400)
        case .truncated: .truncate(afterBytes: 400)
        case .reset: .reset(afterBytes: 400)
        case .closedWhileIdle: .closeReused
        case .resetWhileIdle: .resetReused
        case .slow: .delay(.milliseconds(100))
        case .untrusted: .foreignCertificate
        case .notTLS: .noTLS
        case .unauthorized: Self.answer(401, #"{"error":{"message":"Authentication Error","code":"401"}}"#)
        case .forbidden: Self.answer(403, #"{"detail":"Forbidden"}"#)
        case .tooManyRequests: .answer(CannedAnswer(429, [("Retry-After", "1")]), path: nil)
        case .serverError: Self.answer(500, #"{"error":{"message":"Internal server error"}}"#)
        case .badGateway: Self.answer(502, "<html><title>502 Bad Gateway</title></html>")
        case .unavailable: Self.answer(503, "")
        case .redirected: .answer(CannedAnswer(302, [("Location", "https://login.example.com/?from=x")]), path: nil)
        case .loginPage: Self.answer(200, "<!DOCTYPE html>\n<html><title>Sign in</title></html>")
        case .empty: Self.answer(200, "")
        case .halfDocument: Self.answer(200, #"{"teams":[{"team_id":"team-0","spend":1"#)
        case .otherDocument: Self.answer(200, #"{"status":"ok","teams":7,"keys":{}}"#)
        case .oversized: Self.answer(200, #"{"teams":[],"keys":[]}"# + String(repeating: " ", count: 120_000))
        case .deeplyNested: Self.answer(200, Self.nested)
        case .nestedMetadata:
            Self.answer(
                200,
                #"{"teams":[{"team_id":"team-0","spend":1,"metadata":{"a":\#(Self.nested)}}],"keys":[\#(Self.nested)]}"#
            )
        case .mislabelled: try await .teams(of: exporter, type: "text/plain") { $0 }
        case .outOfRange:
            try await .teams(of: exporter) { $0.replacing(/"spend":[0-9.]+/, with: #""spend":1e999"#) }
        case .unreadableLimit:
            try await .teams(of: exporter) { $0.replacing(/"max_budget":[0-9.]+/, with: #""max_budget":1e999"#) }
        case .duplicated:
            try await .teams(of: exporter) { page in
                let list = page.drop { $0 != "[" }.dropFirst()
                let rows = list[..<Self.endOfList(list)]
                return page.replacing(rows, with: "\(rows),\(rows)", maxReplacements: 1)
            }
        case .endlessHeaders:
            .answer(
                CannedAnswer(200, (0..<5000).map { ("X-\($0)", String(repeating: "y", count: 100)) }), path: nil)
        case .databaseAway, .nullSpend: .none
        }
    }

    /// Deeper than any reader of JSON goes, and not so long as to be refused for that.
    private static let nested = String(repeating: "[", count: 20_000) + String(repeating: "]", count: 20_000)

    private static func answer(_ status: Int, _ body: String) -> TestSupport.Fault {
        .answer(CannedAnswer(status, [("Content-Type", "application/json")], body: Array(body.utf8)), path: nil)
    }

    /// Where the list ends whose first row begins `text`.
    private static func endOfList(_ text: Substring) -> String.Index {
        var depth = 0
        return text.firstIndex { character in
            if "[{".contains(character) { depth += 1 }
            if "]}".contains(character) { depth -= 1 }
            return depth < 0
        } ?? text.endIndex
    }
}

extension TestSupport.Fault {
    /// LiteLLM's own page of teams, as it is now, but for what `change` does to it.
    fileprivate static func teams(
        of exporter: ExporterBehindFaults, type: String = "application/json", _ change: (String) -> String
    ) async throws -> TestSupport.Fault {
        try await page(of: exporter, "/v2/team/list", "page=1&page_size=100&sort_by=team_id", type, change)
    }

    /// LiteLLM's own page of keys, as it is now, but for what `change` does to it.
    static func keys(of exporter: ExporterBehindFaults, _ change: (String) -> String) async throws -> TestSupport.Fault
    {
        try await page(of: exporter, "/key/list", "page=1&size=100&return_full_object=true", "application/json", change)
    }

    private static func page(
        of exporter: ExporterBehindFaults, _ path: String, _ query: String, _ type: String, _ change: (String) -> String
    ) async throws -> TestSupport.Fault {
        let request = SimulatedRequest(
            target: "\(path)?\(query)", headers: [("Authorization", "Bearer \(Population.viewerKey)")])
        let response = await exporter.litellm.proxy.respond(to: request)
        let body = change(String(decoding: response.body, as: UTF8.self))
        return .answer(CannedAnswer(200, [("Content-Type", type)], body: Array(body.utf8)), path: path)
    }
}

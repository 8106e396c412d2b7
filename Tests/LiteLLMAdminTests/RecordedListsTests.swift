import Curl
import FoundationEssentials
import TestSupport
import Testing

@testable import LiteLLMAdmin

/// Every recording of a read endpoint, of every version, decodes to all that is in it, or is classified.
@Suite struct RecordedListsTests {
    /// What one row says, by a second and strict reading.
    fileprivate struct Row: Hashable {
        var id: String
        var spend: Double?
        var limit: Double?
    }

    /// A row of any list: each has one of these ids.
    private struct RecordedRow: Decodable {
        struct Budget: Decodable {
            let maxBudget: Double?
        }

        let teamId: String?
        let token: String?
        let userId: String?
        let organizationId: String?
        let budgetId: String?
        let spend: Double?
        let maxBudget: Double?
        let litellmBudgetTable: Budget?
    }

    private struct RecordedProvider: Decodable {
        let spend: Double?
        let budgetLimit: Double?
    }

    private struct RecordedBody: Decodable {
        let teams: [RecordedRow]?
        let users: [RecordedRow]?
        let providers: [String: RecordedProvider]?
        let teamInfo: RecordedRow?
        let info: RecordedRow?
    }

    /// Read endpoints that nothing asks: recorded to know them, and to see that their errors are told apart.
    private static let unasked = ["/health/liveliness", "/health/readiness/details", "/no/such/path"]
    /// Those that have tests of their own.
    private static let elsewhere = ["/key/list", "/health/readiness"]

    private static let all: [Recording] = ([nil] + Recording.olderVersions)
        .flatMap { (try? Recording.all(of: $0)) ?? [] }
        .filter { $0.method == "GET" && !elsewhere.contains($0.path) }

    private func api(answering recording: Recording) throws -> AdminAPI {
        AdminAPI(
            AdminAPI.Configuration(baseURL: try BaseURL("http://localhost:4000")),
            credential: .fixed(Secret("sk-recorded-master"))
        ) { _ throws(TransferError) in
            HTTPClient.Response(
                status: recording.status, headers: recording.headers.map { (name: $0.key, value: $0.value) },
                body: Array(recording.body.utf8))
        }
    }

    @Test("there are recordings of every version")
    func recordingsAreThere() {
        for version in [nil] + Recording.olderVersions {
            #expect(Self.all.count { $0.version == version } > 40, "\(version ?? "the newest")")
        }
    }

    @Test("decodes to every row, or is classified", arguments: all)
    func answers(recording: Recording) async throws {
        let api = try api(answering: recording)
        do {
            guard let seen = try await read(recording, api) else { return }
            #expect(recording.status == 200)
            let recorded = try rows(of: recording)
            #expect(seen.count == recorded.count)
            for (seen, recorded) in zip(seen, recorded) { #expect(seen == recorded) }
        } catch let error as AdminError {
            #expect(error.reason == recording.expectedReason, "\(error)")
            #expect(error.status == recording.status)
            let isFrameworks = recording.body == #"{"detail":"Not Found"}"#
            #expect((error.unavailability == .routeMissing) == isFrameworks)
        }
    }

    /// What the endpoint's method makes of it; nil for what the recording's status alone is asked of. An endpoint that is
    /// in none of the lists is an issue.
    private func read(_ recording: Recording, _ api: AdminAPI) async throws -> [Row]? {
        let firstPage = PageRequest(number: 1, size: 100)
        switch recording.path {
        case "/v2/team/list": return try await rows(api.teams(firstPage)) { Row($0) }
        case "/team/list": return try await rows(api.allTeams()) { Row($0) }
        case "/team/info": return [Row(try await api.team(id: recording.asked("team_id") ?? "").team)]
        case "/key/info":
            // Asked for nothing, LiteLLM tells of the key that asks.
            let asked = recording.asked("key")
            let row = if let asked { try await api.key(hash: asked) } else { try await api.ownKey().row }
            return [Row(id: row.teamID ?? "", spend: row.spend, limit: row.maxBudget.value)]
        case "/user/list": return try await rows(api.users(firstPage)) { Row($0) }
        case "/v2/user/info":
            return [Row(try await api.user(id: recording.asked("user_id") ?? "default_user_id"))]
        case "/customer/list":
            return try await rows(api.customers()) {
                Row(id: $0.customerID, spend: $0.spend, limit: $0.budget.value?.maxBudget.value)
            }
        case "/organization/list":
            return try await rows(api.organizations()) {
                Row(id: $0.organizationID, spend: $0.spend, limit: $0.budget.value?.maxBudget.value)
            }
        case "/budget/list":
            return try await rows(api.budgets()) { Row(id: $0.budgetID ?? "", limit: $0.maxBudget.value) }
        case "/provider/budgets":
            return try await api.providers().map { name, row in
                Row(id: name, spend: row?.spend, limit: row?.limit.value)
            }.sorted { $0.id < $1.id }
        case let path where Self.unasked.contains(path):
            guard recording.status != 200 else { return nil }
            _ = try await api.team(id: "any")
            return nil
        default:
            Issue.record("\(recording) is of an endpoint without an expectation")
            return nil
        }
    }

    private func rows<Element>(_ page: Page<Element>, _ row: (Element) -> Row) -> [Row] {
        #expect(page.badElements == 0)
        return page.rows.map(row)
    }

    private func rows(of recording: Recording) throws -> [Row] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let data = Data(recording.body.utf8)
        let path = recording.path
        let list: [RecordedRow]
        if recording.body.hasPrefix("[") {
            list = try decoder.decode([RecordedRow].self, from: data)
        } else if path == "/v2/user/info" {
            list = [try decoder.decode(RecordedRow.self, from: data)]
        } else {
            let body = try decoder.decode(RecordedBody.self, from: data)
            if let providers = body.providers {
                return providers.map { Row(id: $0.key, spend: $0.value.spend, limit: $0.value.budgetLimit) }
                    .sorted { $0.id < $1.id }
            }
            list = try #require(body.teams ?? body.users ?? (body.teamInfo ?? body.info).map { [$0] })
        }
        return list.map { row in
            switch path {
            case "/customer/list": Row(id: row.userId ?? "", spend: row.spend, limit: row.litellmBudgetTable?.maxBudget)
            case "/organization/list":
                Row(id: row.organizationId ?? "", spend: row.spend, limit: row.litellmBudgetTable?.maxBudget)
            case "/budget/list": Row(id: row.budgetId ?? "", limit: row.maxBudget)
            case "/user/list", "/v2/user/info": Row(id: row.userId ?? "", spend: row.spend, limit: row.maxBudget)
            default: Row(id: row.teamId ?? "", spend: row.spend, limit: row.maxBudget)
            }
        }
    }
}

extension RecordedListsTests.Row {
    fileprivate init(_ row: TeamRow) {
        self.init(id: row.teamID, spend: row.spend, limit: row.maxBudget.value)
    }

    fileprivate init(_ row: UserRow) {
        self.init(id: row.userID, spend: row.spend, limit: row.maxBudget.value)
    }
}

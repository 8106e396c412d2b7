import Curl
import FoundationEssentials
import Threading

@testable import LiteLLMAdmin

/// An answer's body is read row by row, or not at all; numbers are finite, hashes are hashes, and no error repeats it.
struct AnswersBody {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func run() async throws {
        let api = AdminAPI(
            AdminAPI.Configuration(baseURL: try BaseURL("http://proxy")), credential: .fixed(Secret("sk-fuzz"))
        ) { [bytes] _ throws(TransferError) in HTTPClient.Response(status: 200, body: bytes) }
        let page = PageRequest(number: 1, size: 100)
        try await read { () throws(AdminError) in
            try await api.teams(page).rows.flatMap { $0.numbers }
        }
        try await read { () throws(AdminError) in try await api.allTeams().rows.flatMap { $0.numbers } }
        // An answer about another team or key is refused.
        let team = (try? JSONDecoder().decode(TeamDetails.self, from: Data(bytes)))?.team.teamID ?? "a"
        let key =
            (try? JSONDecoder().decode(KeyInfoBody.self, from: Data(bytes))).flatMap { $0.key ?? $0.info.token } ?? "a"
        try await read { () throws(AdminError) in try await api.team(id: team).team.numbers }
        try await read { () throws(AdminError) in
            try await api.keys(page).rows.flatMap { [$0.spend, $0.totalSpend, $0.maxBudget.value] }
        }
        try await read { () throws(AdminError) in
            let row = try await api.key(hash: key)
            return [row.spend, row.totalSpend, row.maxBudget.value]
        }
        try await read { () throws(AdminError) in
            try await api.users(page).rows.flatMap { [$0.spend, $0.maxBudget.value] }
        }
        try await read { () throws(AdminError) in try await api.customers().rows.map(\.spend) }
        try await read { () throws(AdminError) in try await api.organizations().rows.map(\.spend) }
        try await read { () throws(AdminError) in
            try await api.budgets().rows.flatMap { [$0.maxBudget.value, $0.softBudget] }
        }
        try await read { () throws(AdminError) in
            try await api.providers().values.flatMap { [$0?.spend, $0?.limit.value] }
        }
        try await readHashes(api)
        _ = await api.databaseState()
        for status in [301, 400, 401, 403, 404, 429, 500, 503] { try checkError(status) }
    }

    private func read(_ ask: () async throws(AdminError) -> [Double?]) async throws {
        let numbers: [Double?]
        do throws(AdminError) { numbers = try await ask() } catch {
            return try BrokenPromise.unless(error.reason == .badResponse, "\(error)")
        }
        for case let number? in numbers { try BrokenPromise.unless(number.isFinite, "a row holds \(number)") }
    }

    private func readHashes(_ api: AdminAPI) async throws {
        if let hashes = try? await api.keyHashes(PageRequest(number: 1, size: 100)) {
            try BrokenPromise.unless(hashes.rows.allSatisfy(KeyHash.isHash), "a key is taken for a hash")
        }
        if let hash = try? await api.ownKey().hash {
            try BrokenPromise.unless(KeyHash.isHash(hash), "a key is taken for a hash")
        }
    }

    /// What is said of an error is one of the sentences that there are, whatever its body says.
    private func checkError(_ status: Int) throws {
        let error = AdminError(.teamList, HTTPClient.Response(status: status, body: bytes))
        let withoutBody = AdminError(.teamList, HTTPClient.Response(status: status))
        let sentences = Complaint.allCases.map(\.advice) + [withoutBody.explanation]
        try BrokenPromise.unless(sentences.contains(error.explanation), "an error says: \(error.explanation)")
    }
}

extension TeamRow {
    fileprivate var numbers: [Double?] { [spend, softBudget, maxBudget.value] }
}

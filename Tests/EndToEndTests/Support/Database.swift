import FoundationEssentials

/// The database of the proxy, read by `psql`: what is really so.
struct Database: Sendable {
    let url: String

    struct QueryFailed: Error, CustomStringConvertible {
        let description: String
    }

    /// The rows of a query, each decoded by the names of its columns.
    func rows<Row: Decodable>(_ query: String, as row: Row.Type = Row.self) async throws -> [Row] {
        let psql = Program(
            name: "psql",
            arguments: [
                url, "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1",
                "--command=SELECT row_to_json(answer) FROM (\(query)) answer",
            ], environment: ["PGTZ": "UTC", "PGCONNECT_TIMEOUT": "5", "PGCLIENTENCODING": "UTF8"])
        let outcome = try await psql.run()
        guard outcome.status == 0 else { throw QueryFailed(description: outcome.errors) }
        return try outcome.output.utf8.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(row, from: Data($0))
        }
    }

    /// What was spent by a team or a key so far.
    func spend(ofTeam id: String) async throws -> Double {
        try await spend("LiteLLM_TeamTable", "team_id", id)
    }

    func spend(ofKey token: String) async throws -> Double {
        try await spend("LiteLLM_VerificationToken", "token", token)
    }

    /// What all answers to keys of a team have cost, as the log of requests has it.
    func everSpent(byTeam id: String) async throws -> Double {
        struct Row: Decodable {
            let spend: Double
        }
        let quoted = id.replacing("'", with: "''")
        let query = "SELECT COALESCE(SUM(spend), 0) AS spend FROM \"LiteLLM_SpendLogs\" WHERE team_id = '\(quoted)'"
        return try await rows(query, as: Row.self).first?.spend ?? 0
    }

    private func spend(_ table: String, _ column: String, _ id: String) async throws -> Double {
        struct Row: Decodable {
            let spend: Double
        }
        let quoted = id.replacing("'", with: "''")
        let rows = try await rows("SELECT spend FROM \"\(table)\" WHERE \(column) = '\(quoted)'", as: Row.self)
        guard let row = rows.first else { throw QueryFailed(description: "\(table) has no \(id)") }
        return row.spend
    }
}

import Curl

/// Somebody who scrapes the exporter, and reads how many sweeps of teams there were.
struct Scraper {
    struct TookTooLong: Error, CustomStringConvertible {
        let description: String
    }

    private let client: HTTPClient
    private let url: String

    init(port: Int) {
        var configuration = HTTPClient.Configuration()
        configuration.proxy = .direct
        client = HTTPClient(configuration)
        url = "http://127.0.0.1:\(port)/metrics"
    }

    /// However they ended; nil where nothing is served.
    func sweeps() async -> Int? {
        guard let lines = await lines() else { return nil }
        return lines.filter { $0.starts(with: Self.family) }.reduce(0) { sum, line in
            let value = line.split(separator: UInt8(ascii: " ")).last.map { String(decoding: $0, as: UTF8.self) }
            return sum + (value.flatMap { Int($0) } ?? 0)
        }
    }

    /// Whether the exporter is well and tells of so many accounts; nil where nothing is served.
    func isWell(teams: Int, keys: Int) async -> Bool? {
        guard let lines = await lines() else { return nil }
        let samples = [
            ("litellm_team_budget_spend_usd{", teams), ("litellm_key_budget_spend_usd{", keys), ("litellm_up 1", 1),
            ("litellm_budget_exporter_state_up 1", 1),
        ]
        return samples.allSatisfy { beginning, count in
            let bytes = Array(beginning.utf8)
            return lines.count { $0.starts(with: bytes) } == count
        }
    }

    /// What is served of how the exporter itself is.
    func health() async -> String {
        guard let lines = await lines() else { return "nothing is served" }
        return lines.map { String(decoding: $0, as: UTF8.self) }
            .filter { line in Self.healthFamilies.contains { line.hasPrefix($0) } }
            .joined(separator: "\n")
    }

    private static let healthFamilies =
        ["litellm_up"]
        + ["source_", "sweeps_total", "upstream_errors_total", "state_up"]
        .map { "litellm_budget_exporter_" + $0 }

    private func lines() async -> [ArraySlice<UInt8>]? {
        guard let response = try? await client.execute(HTTPClient.Request(url: url)), response.status == 200 else {
            return nil
        }
        return response.body.split(separator: UInt8(ascii: "\n"))
    }

    private static let family = Array(#"litellm_budget_exporter_sweeps_total{source="teams""#.utf8)
}

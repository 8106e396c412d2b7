import TestSupport
import Testing

/// Which window the dashboards go by, asked of Prometheus' own test tool.
@Suite struct WindowChoiceProcessTests {
    /// What an account's windows foretell: the hours until its budget ends, and whether that is before its reset.
    private struct Forecast {
        var window: String
        var hours: Int
        var isBeforeReset = true
    }

    private static let accounts: [(id: String, forecasts: [Forecast], goesBy: String?)] = [
        (
            "week",
            [.init(window: "pattern", hours: 90), .init(window: "1d", hours: 50), .init(window: "1h", hours: 2)],
            "pattern"
        ),
        ("burst", [.init(window: "1d", hours: 90), .init(window: "1h", hours: 2)], "1h"),
        (
            "burst-of-late",
            [
                .init(window: "1d", hours: 90, isBeforeReset: false), .init(window: "1h", hours: 2),
                .init(window: "5m", hours: 1),
            ], "1h"
        ),
        (
            "over-again",
            [.init(window: "1d", hours: 90), .init(window: "1h", hours: 2), .init(window: "5m", hours: 30)], "1d"
        ),
        ("day", [.init(window: "1d", hours: 90), .init(window: "1h", hours: 5)], "1d"),
        ("young", [.init(window: "1h", hours: 50)], "1h"),
        ("lasts", [.init(window: "1d", hours: 900, isBeforeReset: false), .init(window: "1h", hours: 5)], nil),
    ]

    @Test("a budget ends when the window says that alerts and the exporter's own page go by")
    func choice() async throws {
        guard ChildProcess.isInstalled("promtool") else {
            return print("SKIPPED the choice of a window: promtool is not installed")
        }
        let variables = ["$job", "$instance", "$team", "$organization"]
        let query = variables.reduce(AccountQueries.teams.runsOut) { $0.replacing($1, with: ".*") }
        func labels(_ id: String, _ window: String) -> String {
            #"job="j", instance="i", team_id="\#(id)", window="\#(window)""#
        }
        var series = Self.accounts.map { #"litellm_team_info{job="j", instance="i", team_id="\#($0.id)"}"# }.map {
            ($0, 1)
        }
        for account in Self.accounts {
            for forecast in account.forecasts {
                let labels = labels(account.id, forecast.window)
                series.append(("litellm_team_spend_rate_usd_per_second{\(labels)}", 1))
                series.append(("litellm_team_budget_exhaustion_timestamp_seconds{\(labels)}", forecast.hours * 3600))
                series.append(("litellm_team_budget_exhausts_before_reset{\(labels)}", forecast.isBeforeReset ? 1 : 0))
            }
        }
        let expected = Self.accounts.compactMap { account -> String? in
            guard let forecast = account.forecasts.first(where: { $0.window == account.goesBy }) else { return nil }
            return #"{labels: '{job="j", team_id="\#(account.id)"}', value: \#(forecast.hours * 3600)}"#
        }
        let test = """
            rule_files: []
            tests:
              - interval: 1m
                input_series:
            \(series.map { "      - {series: '\($0)', values: '\($1)'}" }.joined(separator: "\n"))
                promql_expr_test:
                  - expr: |
                      \(query)
                    eval_time: 0
                    exp_samples: [\(expected.joined(separator: ", "))]

            """
        try await ScratchFolder.with { folder in
            let outcome = try await ChildProcess.run("promtool", ["test", "rules", folder.write("test.yaml", test)])
            #expect(outcome.status == 0, "\(outcome.output)")
        }
    }
}

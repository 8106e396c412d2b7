import Testing

/// Which window the dashboards go by, asked of Prometheus' own test tool.
@Suite struct WindowChoiceProcessTests {
    /// What an account's windows foretell: the hours until its budget ends, and whether that is before its reset.
    private struct Forecast {
        var window: String
        var hours: Int
        var isBeforeReset = true
    }

    private static let accounts: [(id: String, forecasts: [Forecast], goesBy: String?, isPacedBy: String)] = [
        (
            "week",
            [.init(window: "pattern", hours: 90), .init(window: "1d", hours: 50), .init(window: "1h", hours: 2)],
            "pattern", "1d"
        ),
        (
            "week-that-ends",
            [.init(window: "pattern", hours: 4), .init(window: "1d", hours: 50), .init(window: "1h", hours: 4)],
            "pattern", "1h"
        ),
        ("burst", [.init(window: "1d", hours: 90), .init(window: "1h", hours: 2)], "1h", "1h"),
        (
            "burst-of-late",
            [
                .init(window: "1d", hours: 90, isBeforeReset: false), .init(window: "1h", hours: 2),
                .init(window: "5m", hours: 1),
            ], "1h", "1h"
        ),
        (
            "over-again",
            [.init(window: "1d", hours: 90), .init(window: "1h", hours: 2), .init(window: "5m", hours: 30)], "1d", "1d"
        ),
        ("day", [.init(window: "1d", hours: 90), .init(window: "1h", hours: 5)], "1d", "1d"),
        ("young", [.init(window: "1h", hours: 50)], "1h", "1h"),
        (
            "lasts", [.init(window: "1d", hours: 900, isBeforeReset: false), .init(window: "1h", hours: 5)], nil, "1d"
        ),
    ]

    private static let rates = ["pattern": 1.0, "5m": 2.0, "1h": 3.0, "1d": 4.0]

    private static let series: [PromtoolExpression.Series] = {
        var series: [PromtoolExpression.Series] = []
        for account in accounts {
            series.append((#"litellm_team_info{job="j", instance="i", team_id="\#(account.id)"}"#, "1"))
            for forecast in account.forecasts {
                let labels = #"job="j", instance="i", team_id="\#(account.id)", window="\#(forecast.window)""#
                series += [
                    ("litellm_team_spend_rate_usd_per_second{\(labels)}", "\(rates[forecast.window] ?? 0)"),
                    ("litellm_team_budget_exhaustion_timestamp_seconds{\(labels)}", "\(forecast.hours * 3600)"),
                    ("litellm_team_budget_exhausts_before_reset{\(labels)}", forecast.isBeforeReset ? "1" : "0"),
                ]
            }
        }
        return series
    }()

    @Test("a budget ends when the window says that alerts and the exporter's own page go by")
    func choice() async throws {
        let expected = Self.accounts.compactMap { account -> (String, Double)? in
            guard let forecast = account.forecasts.first(where: { $0.window == account.goesBy }) else { return nil }
            return (#"job="j", team_id="\#(account.id)""#, Double(forecast.hours * 3600))
        }
        try await PromtoolExpression(AccountQueries.teams.runsOut, of: Self.series).expect(expected)
    }

    @Test("money goes as fast as in the window that the exporter's own page tells the pace of")
    func pace() async throws {
        let expected = Self.accounts.map { account in
            (#"job="j", team_id="\#(account.id)""#, Self.rates[account.isPacedBy] ?? 0)
        }
        try await PromtoolExpression(AccountQueries.teams.pace, of: Self.series).expect(expected)
    }
}

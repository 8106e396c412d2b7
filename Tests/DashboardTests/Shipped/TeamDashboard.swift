/// One team, or a few: the page that an alert links to.
enum TeamDashboard {
    /// As many as can be told apart; whoever comes by a link or chooses a team sees that one.
    private static let most = 3
    private static let teams = AccountQueries.teams.atMost(most)
    /// Where a team alone fills a chart, that which has used most of its budget.
    private static let first = AccountQueries.teams.atMost(1)

    static let dashboard = Dashboard(
        uid: "litellm-budget-team", title: "LiteLLM / Team budget",
        description:
            "How much a team has left, whether that lasts until the reset, and who spends it. Of more than three"
            + " teams it shows the three that have used most of their budgets; keys, what they spend, members, models and"
            + " windows are those of all chosen teams.",
        from: "now-30d", variables: [.job, .instance, .organization, .team()], annotations: [resets],
        sections: [
            Dashboard.Section(title: nil, rows: [stats, [pace, alerts], [forecasts], [rates, spent]]),
            Dashboard.Section(title: "Who spends it", rows: [[keys], [keySpending, members]]),
            Dashboard.Section(title: "Other limits", rows: [[models, windows]]),
        ])

    private static let periodStart = Queries.highest(teams.series("budget_period_start_timestamp_seconds"))
    private static let nextReset = Queries.highest(teams.series("budget_reset_timestamp_seconds"))

    private static func teamRows(_ labels: [Panel.LabelColumn]) -> [Panel.LabelColumn] {
        [("team", "Team")] + labels + [("team_alias", nil), ("team_id", nil)]
    }

    /// When periods began; not those of a day, which would fill a chart with lines.
    private static let resets: JSON = [
        "name": "Budget resets", "datasource": Dashboard.datasource, "enable": true, "hide": false,
        "iconColor": .string(Palette.purple),
        "expr": .string(
            Queries.milliseconds(
                "(\(periodStart) and \(nextReset) - \(periodStart) > 2 * 86400)")),
        "titleFormat": "Budget reset", "textFormat": "{{team_alias}}", "useValueForTime": true,
    ]

    private static let stats: [Panel] = [
        stat(
            "Left", .usd, Queries.lowest(teams.series("budget_remaining_usd")), thresholds: .aboveZero,
            absence: "No limit, or not known",
            describedAs: "What may still be spent before the next reset. Negative once overspent."),
        stat(
            "Used", .ratio, teams.used,
            thresholds: .usedRatio.upon(Palette.text), absence: "No limit, or not known",
            describedAs: "The spent part of the limit. At 100 % LiteLLM refuses."),
        stat(
            "Out of budget", .fromNow,
            Queries.milliseconds(
                "(\(Queries.lowest(teams.series("budget_exhausted_since_timestamp_seconds"))) or (\(teams.runsOut)))"),
            absence: "Not foreseen",
            describedAs:
                "Since when the budget is spent, or when it will be by the window that forecasts go by (see Forecasts),"
                + " if that is before its next reset; nothing otherwise."
        ),
        stat(
            "Resets", .fromNow, Queries.milliseconds(nextReset), absence: "Never, or not known",
            describedAs:
                "When LiteLLM sets the spend back to 0. In the past while its job is late; nothing where there is"
                + " no reset."),
        stat(
            "Per day", .usd, Queries.perDay(teams.pace), absence: "Not known yet",
            describedAs:
                "What a day costs: what was spent in the last day, or at the pace of the last hour until a day was"
                + " watched and where that ends the budget within hours."
        ),
        stat(
            "Expected at the reset", .usd, teams.expectedAtReset, absence: "Not foreseen",
            describedAs:
                "What will have been spent at the next reset, to compare with the limit: by the window that forecasts go"
                + " by (see Forecasts), which need not be that of what a day costs. Nothing without a reset, or once the"
                + " budget is spent."),
    ]

    private static func stat(
        _ title: String, _ unit: Unit, _ expression: String, thresholds: Thresholds = .none, absence: String,
        describedAs description: String
    ) -> Panel {
        var panel = Panel.stat(
            title, unit, expression, legend: "{{team}}", thresholds: thresholds, describedAs: description)
        panel.absence = absence
        return panel
    }

    private static let pace: Panel = {
        var panel = Panel.lines(
            "Left against the pace to the reset", .usd,
            (1...most).flatMap { rank in
                let team = AccountQueries.teams.ranked(rank...rank)
                let reset = Queries.highest(team.series("budget_reset_timestamp_seconds"))
                let start = Queries.highest(team.series("budget_period_start_timestamp_seconds"))
                let pace = "clamp((\(reset) - time()) / (\(reset) - \(start) > 0), 0, 1)"
                return [
                    Target(expression: Queries.lowest(team.series("budget_remaining_usd")), legend: "{{team}}"),
                    Target(
                        expression: "\(Queries.highest(team.series("budget_limit_usd"))) * \(pace)",
                        legend: "{{team}}, even pace"),
                ]
            },
            describedAs:
                "What is left, and what would be left if the budget were spent evenly from the start of the period"
                + " to its reset: below the dashed line it is going too fast. There is no dashed line where the start of"
                + " the period is not known, as before the first reset that was seen.")
        panel.width = 16
        panel.height = 10
        panel.decimals = 2
        panel.absence = "No limit, or not known"
        panel.drawZeroLine()
        panel.colorQueries(Palette.series.prefix(most).flatMap { [$0, $0] })
        panel.overrides.append(
            Override(
                fields: .matching("/, even pace$/"),
                properties: [("custom.lineStyle", ["fill": "dash", "dash": [10, 10]]), ("custom.fillOpacity", 0)]))
        return panel
    }()

    private static let alerts: Panel = {
        var panel = Panel(
            kind: .alertlist, title: "Firing alerts",
            description:
                "Alerts that Grafana knows of for the chosen teams, from its own rules or from the data source's.")
        panel.width = 8
        panel.height = 10
        panel.options = [
            "viewMode": "list", "groupMode": "default", "groupBy": [], "maxItems": 20, "sortOrder": 3,
            "dashboardAlerts": false, "alertName": "LiteLLM",
            "alertInstanceLabelFilter": #"{team_id=~"${team:regex}"}"#,
            "stateFilter": [
                "firing": true, "pending": false, "noData": false, "normal": false, "error": true, "recovering": false,
            ],
            "showInactiveAlerts": false,
        ]
        return panel
    }()

    private static let forecasts: Panel = {
        var panel = Panel.table(
            "Forecasts", rows: teamRows([("window", "Averaged over")]),
            columns: [
                Column(
                    title: "Per day", unit: .usd,
                    expression: Queries.perDay(
                        // That of the own week is no pace: it is what is expected of the next hour.
                        Queries.highest(teams.series("spend_rate_usd_per_second", #"window!="pattern""#)))),
                Column(
                    title: "Reached", unit: .fromNow,
                    expression: Queries.milliseconds(
                        teams.unlessRefused(Queries.lowest(teams.series("budget_exhaustion_timestamp_seconds"))))),
                Column(
                    title: "Before the reset", unit: .none,
                    expression: teams.unlessRefused(Queries.highest(teams.series("budget_exhausts_before_reset"))),
                    style: .words([(1, "yes", Palette.amber), (0, "no", Palette.transparent)])),
                Column(
                    title: "Expected at the reset", unit: .usd,
                    expression: teams.unlessRefused(Queries.highest(teams.series("budget_projected_spend_usd")))),
            ],
            sortedBy: "Per day", groupedBy: "Team",
            describedAs:
                "Where spending leads if it goes on as it did in each window: the rate, when the limit is reached,"
                + " resets aside, and what will have been spent at the next reset; nothing of the kind for teams that are"
                + " refused. A window shows up once most of it was watched. Forecasts go by the team's own week where it is"
                + " known; else by the last hour where that ends the budget within hours, else by the last day, and before a"
                + " day was watched by the last hour.")
        panel.height = 7
        return panel
    }()

    private static let rates: Panel = {
        var panel = Panel.lines(
            "Spending per day, by window", .usd,
            [
                Target(
                    expression: Queries.perDay(
                        Queries.highest(first.series("spend_rate_usd_per_second", #"window=~"1h|1d|7d""#))),
                    legend: "{{team}} over {{window}}")
            ],
            describedAs: "The rate in each window, in US dollars a day. A short window above the long ones is a burst."
                + " Of several teams, that which has used most of its budget.")
        panel.custom = panel.custom?.with("fillOpacity", 0)
        panel.overrides = zip(["1h", "1d", "7d"], [Palette.sky, Palette.orange, Palette.purple]).map { window, color in
            Override(
                fields: .matching("/ over \(window)$/"),
                properties: [("color", Palette.fixed(color))])
        }
        return panel
    }()

    private static let spent: Panel = {
        var panel = Panel.lines(
            "Spent in the running period", .usd,
            [
                Target(expression: Queries.highest(first.series("budget_spend_usd")), legend: "{{team}}"),
                Target(expression: Queries.highest(first.series("budget_limit_usd")), legend: "{{team}}, limit"),
                Target(
                    expression: Queries.highest(first.series("budget_soft_limit_usd")),
                    legend: "{{team}}, warned of"),
            ],
            describedAs:
                "Spend as LiteLLM counts it, which begins at 0 with each reset, under the limit that refuses and the"
                + " limit that only warns. Of several teams, that which has used most of its budget.")
        panel.decimals = 2
        panel.overrides = [
            Override(fields: .query("A"), properties: [("color", Palette.fixed(Palette.blue))]),
            .bound("/, limit$/", Palette.vermilion), .bound("/, warned of$/", Palette.orange),
        ]
        return panel
    }()

    private static let keys: Panel = .table(
        "Keys", rows: KeysDashboard.rows,
        columns: KeyColumns.spending, sortedBy: "Spent in the range",
        describedAs:
            "The keys of all chosen teams by what they spent in the time range. What a key can really spend is the least"
            + " of what is left of its own budget and of those above it.")

    private static let keySpending: Panel = {
        let queries = AccountQueries.keys
        var panel = Panel.stackedBars(
            "Spending per day, by key", .usd, [],
            describedAs:
                "The five keys that spent most in the time range, in US dollars a day, and all others together.")
        panel.rank(
            Queries.perDay(Queries.highest(queries.rate(of: "spend_usd_total"))),
            by: Queries.highest(queries.atEnd.increase(of: "spend_usd_total", over: "$__range")), "{{key}}",
            withOthers: true)
        return panel
    }()

    private static let members: Panel = {
        let members = AccountQueries.members
        let spent = "(\(Queries.highest(members.series("budget_spend_usd"))) > 0)"
        var panel = Panel.table(
            "Members by spend", rows: [("user_id", "Member"), ("team", "Team"), ("team_alias", nil), ("team_id", nil)],
            columns: [
                Column(title: "Spent", unit: .usd, expression: spent),
                Column(
                    title: "Limit", unit: .usd,
                    expression: "\(Queries.highest(members.series("budget_limit_usd"))) and \(spent)"),
                Column(
                    title: "Used", unit: .ratio,
                    expression: "\(Queries.highest(members.series("budget_used_ratio"))) and \(spent)", style: .bar,
                    width: 150),
            ],
            sortedBy: "Spent",
            describedAs:
                "What each member has spent of the team's budget in its own running period, and of its own limit in the"
                + " team where it has one.")
        panel.width = 12
        panel.absence = "No member has spent anything that LiteLLM tells"
        return panel
    }()

    private static let models: Panel = {
        var panel = Panel.table(
            "Budgets by model", rows: teamRows([("model", "Model")]),
            columns: [
                Column(
                    title: "Used", unit: .ratio,
                    expression: "\(Queries.highest(AccountQueries.teams.series("model_budget_spend_usd"))) / ("
                        + Queries.highest(AccountQueries.teams.series("model_budget_limit_usd")) + " > 0)", style: .bar),
                Column(
                    title: "Spent", unit: .usd,
                    expression: Queries.highest(AccountQueries.teams.series("model_budget_spend_usd"))),
                Column(
                    title: "Limit", unit: .usd,
                    expression: Queries.highest(AccountQueries.teams.series("model_budget_limit_usd"))),
            ],
            sortedBy: "Used",
            describedAs:
                "Limits for single models. Without Redis each of LiteLLM's workers counts for itself, and this is"
                + " what one of them has counted.")
        panel.width = 12
        panel.height = 6
        panel.absence = "No limits for models"
        return panel
    }()

    private static let windows: Panel = {
        var panel = Panel.table(
            "Windows", rows: teamRows([("budget_duration", "Window")]),
            columns: [
                Column(
                    title: "Limit", unit: .usd,
                    expression: Queries.highest(AccountQueries.teams.series("window_budget_limit_usd"))),
                Column(
                    title: "Resets", unit: .fromNow,
                    expression: Queries.milliseconds(
                        Queries.highest(AccountQueries.teams.series("window_budget_reset_timestamp_seconds")))),
            ],
            sortedBy: "Limit",
            describedAs:
                "Limits of several windows that run at the same time. LiteLLM does not tell what a team has spent in"
                + " them.")
        panel.width = 12
        panel.height = 6
        panel.absence = "No windows"
        return panel
    }()
}

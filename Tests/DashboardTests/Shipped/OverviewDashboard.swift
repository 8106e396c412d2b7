/// Who is in trouble first, then everybody.
enum OverviewDashboard {
    private static let teams = AccountQueries.teams
    private static let rows: [Panel.LabelColumn] = [("team", "Team"), ("team_alias", nil), ("team_id", nil)]
    static let teamLink =
        #"/d/litellm-budget-team?${__url_time_range}&var-datasource=${datasource}&${job:queryparam}&${instance:queryparam}&var-team=${__data.fields["team_id"]:percentencode}"#

    static let dashboard = Dashboard(
        uid: "litellm-budgets", title: "LiteLLM / Budgets overview",
        description: "Which teams are out of budget or soon will be, and where all the others stand.",
        from: "now-7d", variables: [.job, .instance, .organization, .team()],
        sections: [
            Dashboard.Section(title: nil, rows: [stats, [inTrouble]]),
            Dashboard.Section(title: "All teams", rows: [[everybody]]),
            Dashboard.Section(title: "Spending", rows: [[spendPerDay, leaders], [movers, usedOverTime]]),
            Dashboard.Section(title: "Other budgets", rows: [[others]]),
        ])

    private static let lastSuccess =
        "litellm_budget_exporter_source_last_success_timestamp_seconds{\(Queries.target), source=\"teams\"}"

    private static let stats: [Panel] = figures.map { figure in
        var panel = figure
        panel.absence = "Not known"
        return panel
    }

    private static let figures: [Panel] = [
        .stat(
            "Out of budget", .none, teams.count(of: teams.exhausted), thresholds: .anyIsBad, isFilled: true,
            describedAs:
                "Teams that LiteLLM refuses now because their budget is spent. Blocked teams and budgets of 0 are"
                + " not counted."),
        .stat(
            "Running out", .none, teams.count(of: teams.runningOut), thresholds: .anyIsDoubtful, isFilled: true,
            describedAs:
                "Teams that will have spent their budget before its next reset, or within a year where it has none, if"
                + " they go on as they do."),
        .stat(
            "Left", .usd, "sum(clamp_min(\(Queries.lowest(teams.series("budget_remaining_usd"))), 0))",
            describedAs:
                "What all teams with a limit may still spend together in their running periods; overspent teams"
                + " count as 0."),
        .stat(
            "Spent in the last 24 hours", .usd,
            "sum(\(Queries.highest(teams.increase(of: "spend_usd_total", over: "1d"))))",
            describedAs: "What all teams have spent in the last 24 hours, over any budget reset."),
        .stat(
            "A day at this rate", .usd,
            "sum(\(Queries.perDay(Queries.highest(teams.series("spend_rate_usd_per_second", #"window="1h""#)))))",
            describedAs: "What a day would cost at the rate of the last hour, all teams together."),
        .stat(
            "Age of the numbers", .duration,
            "time() - min(\(Queries.highest(lastSuccess)))",
            thresholds: Thresholds(steps: [(300, Palette.orange), (900, Palette.vermilion)]),
            describedAs: "How long ago the exporter last read all teams from LiteLLM."),
    ]

    private static let inTrouble: Panel = {
        let affected = "(\(teams.exhausted) or \(teams.runningOut))"
        var panel = Panel.table(
            "In trouble", rows: rows,
            columns: [
                Column(
                    title: "State", unit: .none, expression: "2 * \(teams.exhausted) or \(teams.runningOut)",
                    style: .words([(2, "Out of budget", Palette.vermilion), (1, "Running out", Palette.amber)])),
                Column(
                    title: "When", unit: .fromNow,
                    expression: Queries.milliseconds(
                        "(\(Queries.lowest(teams.series("budget_exhausted_since_timestamp_seconds"))) or"
                            + " \(teams.runsOut)) and \(affected)")),
                Column(
                    title: "Resets", unit: .fromNow,
                    expression: Queries.milliseconds(
                        "\(Queries.highest(teams.series("budget_reset_timestamp_seconds"))) and \(affected)")),
                Column(
                    title: "Used", unit: .ratio,
                    expression: "\(teams.used) and \(affected)", style: .bar),
                Column(
                    title: "Left", unit: .usd,
                    expression: "\(Queries.lowest(teams.series("budget_remaining_usd"))) and \(affected)",
                    style: .colored(.aboveZero)),
                Column(
                    title: "Per day", unit: .usd,
                    expression: Queries.perDay(
                        "(\(teams.pace) and \(affected))")),
            ],
            sortedBy: "When", descending: false, linkedTo: ("team", teamLink),
            describedAs:
                "Teams whose budget is spent, since when, and teams that will have spent it before its next reset,"
                + " in how long: the most urgent first. Empty is good, while numbers are fresh.")
        panel.height = 7
        panel.absence = "None that is known of: see the age of the numbers"
        return panel
    }()

    private static let everybody: Panel = {
        var panel = Panel.table(
            "Teams", rows: rows,
            columns: [
                Column(
                    title: "Used", unit: .ratio, expression: teams.used, style: .bar, width: 180),
                Column(title: "Spent", unit: .usd, expression: Queries.highest(teams.series("budget_spend_usd"))),
                Column(title: "Limit", unit: .usd, expression: Queries.highest(teams.series("budget_limit_usd"))),
                Column(
                    title: "Left", unit: .usd, expression: Queries.lowest(teams.series("budget_remaining_usd")),
                    style: .colored(.aboveZero)),
                Column(
                    title: "Per day", unit: .usd,
                    expression: Queries.perDay(teams.pace)),
                Column(
                    title: "Expected at reset", unit: .usd, expression: teams.expectedAtReset),
                Column(title: "Runs out", unit: .fromNow, expression: Queries.milliseconds("(\(teams.runsOut))")),
                Column(
                    title: "Resets", unit: .fromNow,
                    expression: Queries.milliseconds(
                        Queries.highest(teams.series("budget_reset_timestamp_seconds")))),
            ],
            sortedBy: "Used", linkedTo: ("team", teamLink),
            describedAs:
                "Every team: what it has used of its budget, what a day costs, and where it will be by the window that"
                + " forecasts go by, its own week where it is known (see Forecasts on the team's own page). Click a head to"
                + " sort, a name for that page. An empty field is unknown or does not apply, as the limit of an unlimited"
                + " team.")
        panel.height = 14
        return panel
    }()

    /// What was spent under all the names that a team had meanwhile.
    private static func spent(over range: String, offset: String = "") -> String {
        let increase = teams.increase(of: "spend_usd_total", over: range, offset: offset)
        return Queries.highest("sum without (team_alias) (\(increase))")
    }

    /// With the name that the team has now, which only its description tells; of a pair's two one is taken.
    private static func named(_ figure: String) -> String {
        Queries.withTeamAlias(
            figure, by: "(job, team_id)", from: "litellm_team_info{\(Queries.target), team_id=~\"$team\"}")
    }

    private static let spendPerDay: Panel = {
        var panel = Panel.stackedBars(
            "Spending per day", .usd, [],
            describedAs:
                "How fast money is spent, in US dollars a day: the five teams that spent most in the time range, and all"
                + " others together.")
        panel.rank(
            Queries.perDay(Queries.highest(teams.rate(of: "spend_usd_total"))),
            by: Queries.highest(teams.atEnd.increase(of: "spend_usd_total", over: "$__range")), "{{team}}",
            withOthers: true)
        panel.width = 16
        panel.height = 10
        return panel
    }()

    private static let leaders: Panel = {
        var panel = Panel.bars(
            "Where the money went", .usd, named("topk(10, \(spent(over: "$__range")))"), legend: "{{team}}",
            describedAs: "The ten teams that spent most in the time range, over any budget reset.")
        panel.width = 8
        panel.height = 10
        return panel
    }()

    private static let movers: Panel = {
        let today = spent(over: "1d")
        let known = spent(over: "1d", offset: " offset 1d")
        // A team that is new has spent nothing before; that others were watched then tells it from a new exporter.
        let before = "(\(known) or 0 * \(today) and on (job) (\(known)))"
        let change = "(\(today) - \(before))"
        let movers = "topk(10, abs(\(change)))"
        var panel = Panel.table(
            "Top movers", rows: rows,
            columns: [
                Column(
                    title: "Change", unit: .usd, expression: named("(\(change) and \(movers))"),
                    style: .colored(.rising)),
                Column(title: "Last 24 hours", unit: .usd, expression: named("(\(today) and \(movers))")),
                Column(title: "The 24 before", unit: .usd, expression: named("(\(before) and \(movers))")),
            ],
            sortedBy: "Change", linkedTo: ("team", teamLink),
            describedAs:
                "Who spent more in the last 24 hours than in the 24 hours before, or less: the ten largest changes.")
        panel.width = 12
        panel.height = 10
        return panel
    }()

    private static let usedOverTime: Panel = {
        var panel = Panel.lines(
            "Used part of the budget", .ratio, [],
            describedAs:
                "The five teams that have used most of their budgets now, over time. The line at 100 % is where LiteLLM"
                + " refuses.")
        panel.rank(
            teams.used, by: teams.atEnd.used, "{{team}}")
        panel.height = 10
        panel.drawLine(at: 1)
        return panel
    }()

    /// The kinds of account besides teams and keys, and the labels that name them: later ones where earlier ones are empty.
    private static let otherKinds: [(kind: String, labels: [String], name: String)] = [
        ("proxy", [], "Proxy"), ("organization", ["organization_alias", "organization_id"], "Organisation"),
        ("user", ["user_id"], "User"), ("team_member", ["user_id"], "Member of a team"),
        ("customer", ["end_user"], "Customer"), ("provider", ["api_provider"], "Provider"),
    ]

    /// What the name repeats. Ids of organisations and of members' teams stay, as their aliases need not be unique.
    private static let otherNames = "organization_alias, user_id, end_user, api_provider"

    private static func other(
        _ suffix: String, _ aggregate: (String, String) -> String = Queries.highest
    ) -> String {
        otherKinds.map { kind, labels, kindName in
            let series =
                switch kind {
                case "team_member": AccountQueries.members.series(suffix)
                case "organization":
                    "litellm_organization_\(suffix){\(Queries.target), organization_id=~\"$organization\"}"
                default: "litellm_\(kind)_\(suffix){\(Queries.target)}"
                }
            let unnamed = "label_replace(\(series), \"account\", \"all of it\", \"\", \"\")"
            let named = labels.reversed().reduce(labels.isEmpty ? unnamed : series) { series, label in
                "label_replace(\(series), \"account\", \"$1\", \"\(label)\", \"(.+)\")"
            }
            return aggregate("label_replace(\(named), \"kind\", \"\(kindName)\", \"\", \"\")", otherNames)
        }.joined(separator: " or ")
    }

    static let othersTitle = "Users, members, organisations, customers, providers, the proxy"

    private static let others: Panel = {
        var panel = Panel.table(
            othersTitle,
            rows: [
                ("kind", "Kind"), ("account", "Account"), ("team_alias", "Team"), ("organization_id", nil),
                ("team_id", nil),
            ],
            columns: [
                Column(
                    title: "Used", unit: .ratio,
                    expression: "(\(other("budget_used_ratio"))) unless (\(other("budget_limit_usd"))) <= 0",
                    style: .bar, width: 180),
                Column(
                    title: "Spent", unit: .usd,
                    expression: other("budget_spend_usd")),
                Column(
                    title: "Limit", unit: .usd,
                    expression: other("budget_limit_usd")),
                Column(
                    title: "Left", unit: .usd,
                    expression: other("budget_remaining_usd", Queries.lowest),
                    style: .colored(.aboveZero)),
                Column(
                    title: "Resets", unit: .fromNow,
                    expression: Queries.milliseconds(
                        "(" + other("budget_reset_timestamp_seconds") + ")")),
            ],
            sortedBy: "Used",
            describedAs:
                "Budgets that are neither a team's nor a key's, of the kinds that the exporter is told to read: members of"
                + " the chosen teams, the chosen organisations, and all users, customers and providers.")
        panel.height = 10
        panel.absence = "None that the exporter is told to read, or none read"
        return panel
    }()
}

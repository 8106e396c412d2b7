/// All keys: what they spend, and which will stop working.
enum KeysDashboard {
    private static let keys = AccountQueries.keys
    static let rows: [Panel.LabelColumn] = [
        ("key", "Key"), ("team", "Team"), ("api_key_alias", nil), ("hashed_api_key", nil), ("team_alias", nil),
        ("team_id", nil),
    ]
    private static let link = ("team", OverviewDashboard.teamLink)
    private static let nearLimit = 0.8

    static let dashboard = Dashboard(
        uid: "litellm-budget-keys", title: "LiteLLM / Key budgets",
        description: "Which keys are near their limits, expire, are blocked or belong to no team, and what keys spend.",
        from: "now-7d", variables: [.job, .instance, .organization, .team(all: ".*")],
        sections: [
            Dashboard.Section(title: nil, rows: [stats, [near], [bySpend], [spending, leaders]]),
            Dashboard.Section(title: "Which will stop", rows: [[headroom, expiring], [blocked, withoutTeam]]),
        ])

    private static let expiry = Queries.lowest(keys.series("expires_timestamp_seconds"))
    private static let nearUsed = "(\(KeyColumns.used) >= \(nearLimit))"

    private static let stats: [Panel] = [
        .stat(
            "Keys", .count,
            "count(\(Queries.highest(keys.series("info"), without: "team_alias, user_id, organization_id, budget_duration")))",
            describedAs: "Keys that are shown; very many are cut at the exporter's limit, see its own dashboard."),
        .stat(
            "Keys at their limit", .none, count(of: "(\(keys.exhausted))"), thresholds: .anyIsBad, isFilled: true,
            describedAs:
                "Keys that LiteLLM refuses because their own budget is spent. Blocked keys and budgets of 0 are not"
                + " counted."),
        .stat(
            "Keys near their limit", .none,
            count(of: "\(Queries.highest(keys.series("budget_used_ratio"))) >= \(nearLimit) < 1"),
            thresholds: .anyIsDoubtful, isFilled: true,
            describedAs: "Keys that have used 80 % of their own budget or more, but not all."),
        .stat(
            "Expiring in a week", .none,
            count(of: "\(expiry) > time() < time() + 7 * 86400"), thresholds: .anyIsDoubtful, isFilled: true,
            describedAs: "Keys that will stop working in the next seven days because their time is over."),
        .stat(
            "Blocked keys", .none, count(of: "\(Queries.highest(keys.series("blocked"))) == 1"),
            describedAs: "Keys that an administrator has blocked."),
        .stat(
            "Keys without a team", .none,
            count(of: Queries.highest(keys.series("budget_spend_usd", #"team_id="""#))),
            describedAs: "Keys that no team's budget bounds."),
    ]

    /// How many keys fulfil a condition; nothing where none is known, which is not the same as none.
    private static func count(of condition: String) -> String {
        "count(\(condition)) or 0 * count(\(Queries.highest(keys.series("blocked"))))"
    }

    private static let near: Panel = {
        var panel = Panel.table(
            "Near their limit", rows: rows,
            columns: [
                Column(title: "Used", unit: .ratio, expression: nearUsed, style: .bar, width: 200),
                Column(
                    title: "Left", unit: .usd,
                    expression: "\(KeyColumns.lowest("budget_remaining_usd")) and \(nearUsed)",
                    style: .colored(.aboveZero)),
                Column(
                    title: "Limit", unit: .usd, expression: "\(KeyColumns.highest("budget_limit_usd")) and \(nearUsed)"),
                Column(
                    title: "Runs out", unit: .fromNow,
                    expression: Queries.milliseconds("(\(KeyColumns.runsOut) and \(nearUsed))")),
                Column(
                    title: "Resets", unit: .fromNow,
                    expression: Queries.milliseconds(
                        "(\(KeyColumns.highest("budget_reset_timestamp_seconds")) and \(nearUsed))")),
            ],
            sortedBy: "Used", linkedTo: link,
            describedAs:
                "Keys that have used 80 % of their own budget or more, when the rest will be spent if that is before the"
                + " next reset, and when they begin anew. Budgets of 0 are left out.")
        panel.height = 10
        panel.absence = "No key is known to be near its limit"
        return panel
    }()

    private static let bySpend: Panel = {
        var panel = Panel.table(
            "Keys by spend", rows: rows, columns: KeyColumns.spending, sortedBy: "Spent in the range", linkedTo: link,
            describedAs:
                "Every key by what it spent in the time range. What a key can really spend is the least of what is"
                + " left of its own budget and of those above it.")
        panel.height = 12
        return panel
    }()

    private static let spending: Panel = {
        var panel = Panel.stackedBars(
            "Spending per day", .usd, [],
            describedAs:
                "How fast money is spent, in US dollars a day: the five keys that spent most in the time range, and all"
                + " others together.")
        panel.rank(
            Queries.perDay(Queries.highest(keys.rate(of: "spend_usd_total"))),
            by: Queries.highest(keys.atEnd.increase(of: "spend_usd_total", over: "$__range")), "{{key}}",
            withOthers: true)
        panel.width = 16
        return panel
    }()

    private static let leaders: Panel = {
        var panel = Panel.bars(
            "Where the money went", .usd, "topk(10, \(KeyColumns.spentInRange))",
            legend: "{{key}}",
            describedAs: "The ten keys that spent most in the time range, over any budget reset.")
        panel.width = 8
        return panel
    }()

    private static let headroom: Panel = {
        let least =
            "bottomk(15, \(KeyColumns.lowest("headroom_usd")) unless \(KeyColumns.highest("budget_limit_usd")) <= 0)"
        var panel = Panel.table(
            "Least to spend", rows: rows,
            columns: [
                Column(title: "Can still spend", unit: .usd, expression: least, style: .colored(.aboveZero)),
                Column(
                    title: "Left of its own", unit: .usd,
                    expression: "\(KeyColumns.lowest("budget_remaining_usd")) and \(least)"),
            ],
            sortedBy: "Can still spend", descending: false, linkedTo: link,
            describedAs:
                "The keys that can spend least before LiteLLM refuses them, their team's, user's, organisation's and"
                + " the proxy's budgets included: a key may have money left of its own and none to spend. Keys with a limit"
                + " of 0 are left out.")
        panel.width = 12
        return panel
    }()

    private static let expiring: Panel = {
        var panel = Panel.table(
            "Expiring", rows: rows,
            columns: [
                Column(
                    title: "Expires", unit: .fromNow,
                    expression: Queries.milliseconds(
                        "(\(KeyColumns.lowest("expires_timestamp_seconds")) < time() + 30 * 86400)"))
            ],
            sortedBy: "Expires", descending: false, linkedTo: link,
            describedAs: "Keys whose time is over, and keys whose time will be within 30 days.")
        panel.width = 12
        panel.absence = "No key is known to expire within 30 days"
        return panel
    }()

    private static let blocked: Panel = {
        let blocked = "(\(KeyColumns.highest("blocked")) == 1)"
        var panel = Panel.table(
            "Blocked", rows: rows,
            columns: [
                Column(
                    title: "State", unit: .none, expression: blocked,
                    style: .words([(1, "blocked", Palette.vermilion)])),
                Column(
                    title: "Spent", unit: .usd, expression: "\(KeyColumns.highest("budget_spend_usd")) and \(blocked)"),
            ],
            sortedBy: "Spent", linkedTo: link, describedAs: "Keys that an administrator has blocked.")
        panel.width = 12
        panel.absence = "No key is known to be blocked"
        return panel
    }()

    private static let withoutTeam: Panel = {
        var panel = Panel.table(
            "Without a team", rows: rows,
            columns: [
                Column(
                    title: "Spent", unit: .usd, expression: KeyColumns.highest("budget_spend_usd", #"team_id="""#)),
                Column(
                    title: "Limit", unit: .usd, expression: KeyColumns.highest("budget_limit_usd", #"team_id="""#)),
            ],
            sortedBy: "Spent",
            describedAs:
                "Keys that no team's budget bounds. One without a limit of its own can spend whatever its user and"
                + " the proxy may.")
        panel.width = 12
        panel.absence = "No key is known to be without a team"
        return panel
    }()
}

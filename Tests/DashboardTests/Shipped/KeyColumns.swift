/// What tables of keys have in common.
enum KeyColumns {
    private static let keys = AccountQueries.keys

    /// With the alias of the key's team, which only the key's description has.
    static func named(_ series: String) -> String {
        "(\(series)) * on (job, instance, hashed_api_key) group_left (team_alias) "
            + "litellm_key_info{\(Queries.target), team_id=~\"$team\"}"
    }

    static func highest(_ suffix: String, _ matchers: String = "") -> String {
        Queries.highest(named(keys.series(suffix, matchers)))
    }

    static func lowest(_ suffix: String, _ matchers: String = "") -> String {
        Queries.lowest(named(keys.series(suffix, matchers)))
    }

    static let spentInRange = Queries.highest(named(keys.increase(of: "spend_usd_total", over: "$__range")))

    static let spending: [Column] = [
        Column(title: "Spent in the range", unit: .usd, expression: spentInRange),
        Column(title: "Used", unit: .ratio, expression: highest("budget_used_ratio"), style: .bar, width: 160),
        Column(title: "Limit", unit: .usd, expression: highest("budget_limit_usd")),
        Column(
            title: "Can still spend", unit: .usd, expression: lowest("headroom_usd"), style: .colored(.aboveZero)),
        Column(
            title: "Blocked", unit: .none, expression: highest("blocked"),
            style: .words([(1, "blocked", Palette.vermilion), (0, "no", "transparent")])),
        Column(
            title: "Expires", unit: .fromNow,
            expression: Queries.milliseconds(lowest("expires_timestamp_seconds"))),
    ]
}

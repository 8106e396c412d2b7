/// What tables of keys have in common.
enum KeyColumns {
    private static let keys = AccountQueries.keys

    /// With the alias of the key's team, which only the key's description has; of the descriptions of a pair one is taken.
    /// What a key spent in a team that it has left is that team's, of which the description says nothing any more.
    ///
    /// - Parameter figure: Of the two of a pair the one that counts.
    private static func named(_ figure: String) -> String {
        Queries.withTeamAlias(
            figure, by: "(job, hashed_api_key, team_id)",
            from: "litellm_key_info{\(Queries.target), team_id=~\"$team\"}")
    }

    static func highest(_ suffix: String, _ matchers: String = "") -> String {
        named(Queries.highest(keys.series(suffix, matchers)))
    }

    static func lowest(_ suffix: String, _ matchers: String = "") -> String {
        named(Queries.lowest(keys.series(suffix, matchers)))
    }

    /// How much is used, of limits that are no barrier.
    static let used = "(\(highest("budget_used_ratio")) unless \(highest("budget_limit_usd")) <= 0)"

    /// When the limit is reached, of keys that reach it before their next reset.
    static let runsOut: String = {
        let ends = named(keys.expected("budget_exhausts_before_reset"))
        return named(Queries.lowest(keys.forecast("budget_exhaustion_timestamp_seconds"), without: "window"))
            + " and \(ends) == 1"
    }()

    static let spentInRange = named(Queries.highest(keys.increase(of: "spend_usd_total", over: "$__range")))

    static let spending: [Column] = [
        Column(title: "Spent in the range", unit: .usd, expression: spentInRange),
        Column(title: "Used", unit: .ratio, expression: used, style: .bar, width: 160),
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

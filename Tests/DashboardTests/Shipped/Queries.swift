/// What the dashboards ask for, in PromQL.
///
/// Of a pair of exporters one value counts, never their sum: ``highest(_:without:)`` and ``lowest(_:without:)`` leave out
/// the labels by which they differ.
enum Queries {
    static let target = #"job=~"$job", instance=~"$instance""#

    private static let pair = "instance, pod, container, endpoint, node"

    /// The highest value of a pair's two, by what is left of their labels.
    static func highest(_ series: String, without further: String = "") -> String {
        "max without (\(pair)\(further.isEmpty ? "" : ", " + further)) (\(series))"
    }

    /// The lowest value: what is left, and when it ends.
    static func lowest(_ series: String, without further: String = "") -> String {
        "min without (\(pair)\(further.isEmpty ? "" : ", " + further)) (\(series))"
    }

    /// With the alias that a team has now, which only descriptions tell; of the descriptions of a pair one is taken.
    static func withTeamAlias(_ figure: String, by labels: String, from description: String) -> String {
        "(\(figure) * on \(labels) group_left (team_alias)"
            + " topk by \(labels) (1, \(description)) or on \(labels) \(figure))"
    }

    static func perDay(_ perSecond: String) -> String { "86400 * \(perSecond)" }

    /// As Grafana's units of dates want it.
    static func milliseconds(_ seconds: String) -> String { "1000 * \(seconds)" }
}

/// Series of one kind of account, of those that the variables of the dashboard select.
struct AccountQueries: Sendable {
    let kind: String
    /// The label with the account's id.
    let id: String
    /// What the selected accounts are matched by, besides job and instance.
    var selection: String?
    /// Where an account's organisation stands, and where else.
    var organizations: Organizations?

    enum Organizations: Sendable {
        case ofTeam
        /// The key's own organisation, and that of its team where it has none.
        case ofKey
    }

    static let teams = AccountQueries(
        kind: "team", id: "team_id", selection: #"team_id=~"$team""#, organizations: .ofTeam)
    static let keys = AccountQueries(
        kind: "key", id: "hashed_api_key", selection: #"team_id=~"$team""#, organizations: .ofKey)
    static let members = AccountQueries(
        kind: "team_member", id: "team_id", selection: #"team_id=~"$team""#, organizations: .ofTeam)

    /// Which accounts are shown where more are chosen, by how much they have used of their budgets; those that have none
    /// come last.
    var ranks: ClosedRange<Int>?
    /// `@ end()` where all is as it is at the end of the time range, whatever the step.
    var instant = ""

    /// The same, as it is at the end of the time range.
    var atEnd: AccountQueries {
        var queries = self
        queries.instant = " @ end()"
        return queries
    }

    /// The series of a family, as the exporters tell them.
    func series(_ suffix: String, _ matchers: String = "") -> String {
        known(family(suffix, matchers)) + inOrganization
    }

    /// At the end of the range what was last known, so that charts of the past stay while LiteLLM does not answer.
    private func known(_ series: String) -> String {
        instant.isEmpty ? series : "last_over_time(\(series)[1h]\(instant))"
    }

    /// The increase of a counter.
    func increase(of suffix: String, over range: String, offset: String = "") -> String {
        "increase(\(family(suffix, ""))[\(range)]\(instant)\(offset))" + inOrganization
    }

    func rate(of suffix: String) -> String {
        "rate(\(family(suffix, ""))[$__rate_interval])" + inOrganization
    }

    /// A figure of the window that a person goes by, as the alerts, `status` and the exporter's own page do: the account's own
    /// week; where it is not known yet the last hour if it ends the budget within hours, else the last day, and before a day
    /// was watched the last hour.
    func forecast(_ suffix: String) -> String {
        func figure(_ window: String) -> String { family(suffix, #"window="\#(window)""#) }
        func known(_ window: String) -> String {
            "\(onAccount) " + family("spend_rate_usd_per_second", #"window="\#(window)""#)
        }
        let urgent = endsSoon(within: 4, recently: 4)
        return "(\(figure("pattern"))"
            + " or \(figure("1d")) unless \(known("pattern")) unless \(onAccount) (\(urgent))"
            + " or \(figure("1h")) unless \(known("pattern"))"
            + " unless \(onAccount) (\(family("spend_rate_usd_per_second", #"window="1d""#)) unless \(onAccount) (\(urgent))))"
            + inOrganization
    }

    private var onAccount: String { "on (job, instance, \(id))" }

    /// Accounts whose budget a window ends within so many hours, before its reset.
    private func ends(_ window: String, within hours: Int) -> String {
        "\(family("budget_exhaustion_timestamp_seconds", #"window="\#(window)""#)) < time() + \(hours) * 3600"
            + " and \(onAccount) \(family("budget_exhausts_before_reset", #"window="\#(window)""#)) == 1"
    }

    /// Accounts whose last hour ends the budget within hours, and whose last minutes, where there are any, do not say
    /// otherwise.
    private func endsSoon(within hours: Int, recently recentHours: Int) -> String {
        "\(ends("1h", within: hours)) unless \(onAccount)"
            + " (\(family("budget_exhausts_before_reset", #"window="5m""#))"
            + " unless \(onAccount) (\(ends("5m", within: recentHours))))"
    }

    /// The latest figure of the best window, for one value an account.
    func expected(_ suffix: String) -> String {
        Queries.highest(forecast(suffix), without: "window")
    }

    /// How fast money went, as `status` and the exporter's own page tell it: in the last day, and in the last hour until a
    /// day was watched, or where that ends the budget within hours by the conditions that alerts have. The rate of an
    /// account's own week is what is expected of the next hour, which at night is nothing.
    var pace: String {
        func rate(_ window: String) -> String { family("spend_rate_usd_per_second", #"window="\#(window)""#) }
        let urgent =
            "\(endsSoon(within: 4, recently: 4)) unless \(onAccount) \(rate("pattern"))"
            + " or \(endsSoon(within: 5, recently: 8)) and \(onAccount) (\(ends("pattern", within: 5)))"
        return Queries.highest(
            "(\(rate("1h")) and \(onAccount) (\(urgent)) or \(onAccount) \(rate("1d")) or \(onAccount) \(rate("1h")))"
                + inOrganization, without: "window")
    }

    /// When the limit is reached, of accounts that may spend and reach it before their next reset.
    var runsOut: String {
        unlessRefused(
            Queries.lowest(forecast("budget_exhaustion_timestamp_seconds"), without: "window") + " and "
                + expected("budget_exhausts_before_reset") + " == 1")
    }

    /// How much is used; not of a limit of 0, which is a barrier and would lead every ranking.
    var used: String {
        "(" + Queries.highest(series("budget_used_ratio")) + " unless " + Queries.highest(series("budget_limit_usd"))
            + " <= 0)"
    }

    /// What will have been spent at the next reset.
    var expectedAtReset: String { unlessRefused(expected("budget_projected_spend_usd")) }

    /// What is foretold, in one window or in all, of accounts that may spend.
    func unlessRefused(_ foretold: String) -> String {
        "(\(foretold) unless ignoring (window) \(Queries.highest(series("budget_exhausted"))) == 1"
            + " unless ignoring (window) \(Queries.highest(series("blocked"))) == 1)"
    }

    /// Accounts at their limit, but for those that are meant to be: limits of 0, and who is blocked.
    var exhausted: String {
        "(" + Queries.highest(series("budget_exhausted")) + " == 1 unless "
            + Queries.highest(series("budget_limit_usd")) + " <= 0 unless " + Queries.highest(series("blocked"))
            + " == 1)"
    }

    /// Accounts that will be at their limit before their next reset.
    var runningOut: String {
        "(" + expected("budget_exhausts_before_reset") + " == 1 unless "
            + Queries.highest(series("budget_limit_usd")) + " <= 0 unless " + Queries.highest(series("blocked"))
            + " == 1)"
    }

    private func family(_ suffix: String, _ matchers: String) -> String {
        let all = [Queries.target, selection, matchers.isEmpty ? nil : matchers].compactMap { $0 }
        return "litellm_\(kind)_\(suffix){\(all.joined(separator: ", "))}"
    }

    private var inOrganization: String {
        guard let organizations else { return "" }
        func described(_ kind: String, _ organization: String) -> String {
            known("litellm_\(kind)_info{\(Queries.target), organization_id\(organization)}")
        }
        let teams = described("team", #"=~"$organization""#)
        let inChosen =
            switch organizations {
            case .ofTeam: teams
            case .ofKey:
                "(\(described("key", #"=~"$organization""#))"
                    + " or \(described("key", #"="""#)) and on (job, instance, team_id) \(teams))"
            }
        let chosen = " and \(onAccount) \(inChosen)"
        guard let ranks else { return chosen }
        var all = self
        all.ranks = nil
        // One value an account, or the two of a pair would take two ranks.
        let used =
            "max by (job, \(id)) ((" + all.atEnd.series("budget_used_ratio") + ") unless \(onAccount) ("
            + all.atEnd.series("budget_limit_usd") + ") <= 0 or 0 * (" + all.atEnd.series("budget_spend_usd") + "))"
        func first(_ count: Int) -> String { "topk(\(count), \(used))" }
        let shown = ranks.lowerBound == 1 ? "" : " unless \(first(ranks.lowerBound - 1))"
        return chosen + " and on (job, \(id)) (\(first(ranks.upperBound))\(shown))"
    }

    /// The same, of no more than so many accounts.
    func atMost(_ count: Int) -> AccountQueries { ranked(1...count) }

    /// The same, of the accounts at these ranks.
    func ranked(_ ranks: ClosedRange<Int>) -> AccountQueries {
        var queries = self
        queries.ranks = ranks
        return queries
    }

    /// How many accounts fulfil a condition; nothing where none is known, which is not the same as none.
    func count(of condition: String) -> String {
        "sum(\(condition)) or 0 * count(\(Queries.highest(series("budget_spend_usd"))))"
    }
}

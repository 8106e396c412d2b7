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
    /// The family that tells which organisation an account belongs to.
    var organizations: String?

    static let teams = AccountQueries(
        kind: "team", id: "team_id", selection: #"team_id=~"$team""#, organizations: "litellm_team_info")
    static let keys = AccountQueries(
        kind: "key", id: "hashed_api_key", selection: #"team_id=~"$team""#, organizations: "litellm_key_info")
    static let members = AccountQueries(
        kind: "team_member", id: "team_id", selection: #"team_id=~"$team""#, organizations: "litellm_team_info")

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
        return "(\(figure("pattern"))"
            + " or \(figure("1d")) unless \(known("pattern")) unless \(onAccount) \(endsSoon)"
            + " or \(figure("1h")) unless \(known("pattern"))"
            + " unless \(onAccount) (\(family("spend_rate_usd_per_second", #"window="1d""#)) unless \(onAccount) \(endsSoon)))"
            + inOrganization
    }

    private var onAccount: String { "on (job, instance, \(id))" }

    /// Accounts whose last hour ends the budget within hours, and whose last minutes do not say otherwise.
    private var endsSoon: String {
        func ends(_ window: String) -> String {
            "\(family("budget_exhaustion_timestamp_seconds", #"window="\#(window)""#)) < time() + 4 * 3600"
                + " and \(onAccount) \(family("budget_exhausts_before_reset", #"window="\#(window)""#)) == 1"
        }
        return "(\(ends("1h")) unless \(onAccount)"
            + " (\(family("budget_exhausts_before_reset", #"window="5m""#)) unless \(onAccount) (\(ends("5m")))))"
    }

    /// The latest figure of the best window, for one value an account.
    func expected(_ suffix: String) -> String {
        Queries.highest(forecast(suffix), without: "window")
    }

    /// How fast money went: in the last day, and until a day was watched in the last hour. The rate of an account's own week
    /// is what is expected of the next hour, which at night is nothing.
    var pace: String {
        let suffix = "spend_rate_usd_per_second"
        let day = family(suffix, #"window="1d""#)
        let hour = family(suffix, #"window="1h""#)
        return Queries.highest(
            "(\(day) or \(hour) unless on (job, instance, \(id)) \(day))" + inOrganization, without: "window")
    }

    /// When the limit is reached, of accounts that reach it before their next reset.
    var runsOut: String {
        Queries.lowest(forecast("budget_exhaustion_timestamp_seconds"), without: "window") + " and "
            + expected("budget_exhausts_before_reset") + " == 1"
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
        let inChosen = "\(organizations){\(Queries.target), organization_id=~\"$organization\"}"
        let chosen = " and on (job, instance, \(id)) \(known(inChosen))"
        guard let ranks else { return chosen }
        var all = self
        all.ranks = nil
        let used = all.atEnd.series("budget_used_ratio") + " or 0 * (" + all.atEnd.series("budget_spend_usd") + ")"
        func first(_ count: Int) -> String { "topk by (job, instance) (\(count), \(used))" }
        let shown = ranks.lowerBound == 1 ? "" : " unless \(first(ranks.lowerBound - 1))"
        return chosen + " and on (job, instance, \(id)) (\(first(ranks.upperBound))\(shown))"
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

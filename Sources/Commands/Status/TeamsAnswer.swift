import Budgets
import FoundationEssentials
import Polling
import Threading

/// What a running exporter answers to `/api/v1/teams`, as far as it is of use here; `docs/api.md` has all of it.
///
/// Ratios and remainders are left out: they follow from limit and spend, by the same rules on either side.
struct TeamsAnswer: Decodable {
    struct Source: Decodable {
        struct Failure: Decodable {
            let explanation: String
        }

        let source: String
        let partial: Bool
        let accounts: Int
        let lastSuccessAt: String?
        let failure: Failure?

        enum CodingKeys: String, CodingKey {
            case source, partial, accounts, failure
            case lastSuccessAt = "last_success_at"
        }
    }

    struct Team: Decodable {
        let id: String
        let alias: String?
        let organizationID: String?
        let isBlocked: Bool?
        let spend: Double?
        let limitKind: String
        let limit: Double?
        let softLimit: Double?
        let duration: String?
        let resetsAt: String?
        let windowBudgets: [WindowBudget]?
        // What follows is null while there is no history, and missing where the exporter is older than these members.
        let spendTotal: Double?
        let rates: [String: Double?]?
        let exhaustion: [String: String?]?
        let exhaustsBeforeReset: [String: Bool?]?
        let projectedSpend: [String: Double?]?
        let exhaustedSince: String?
        let periodStart: String?

        enum CodingKeys: String, CodingKey {
            case id = "team_id"
            case alias = "team_alias"
            case organizationID = "organization_id"
            case isBlocked = "blocked"
            case spend = "budget_spend_usd"
            case limitKind = "budget_limit"
            case limit = "budget_limit_usd"
            case softLimit = "budget_soft_limit_usd"
            case duration = "budget_duration"
            case resetsAt = "budget_resets_at"
            case windowBudgets = "window_budgets"
            case spendTotal = "spend_total_usd"
            case rates = "rates_usd_per_second"
            case exhaustion
            case exhaustsBeforeReset = "exhausts_before_reset"
            case projectedSpend = "projected_spend_usd"
            case exhaustedSince = "exhausted_since"
            case periodStart = "period_start"
        }
    }

    let up: Bool
    let ready: Bool
    let sources: [Source]
    let teams: [Team]

    /// What is said of the teams; in `self` mode the keys are what an exporter finds its team by.
    private var teamsSource: Source? { sources.first { $0.source == "teams" } }

    /// Why an exporter that has no team to show does not know of any: it has not got so far, or what it had read is too old.
    /// Nil when it knows.
    var obstacle: String? {
        guard teams.isEmpty else { return nil }
        if ready, let teamsSource { return teamsSource.failure?.explanation }
        return sources.compactMap(\.failure?.explanation).first ?? (ready ? nil : "its first reading is not over")
    }

    func standings(from url: String) -> Standings {
        var reliability = Reliability(readAt: teamsSource?.lastSuccessAt.flatMap(Timestamp.init(rfc3339:)))
        reliability.isUp = up
        reliability.failure = teamsSource?.failure?.explanation ?? sources.compactMap(\.failure?.explanation).first
        reliability.isPartial = teamsSource?.partial ?? false
        reliability.hiddenTeams = max(0, (teamsSource?.accounts ?? 0) - teams.count)
        return Standings(origin: .exporter(url: url), teams: teams.map(Account.init), reliability: reliability)
    }
}

extension Account {
    fileprivate init(_ team: TeamsAnswer.Team) {
        let limit: Budget.Limit =
            switch (LimitKind(rawValue: team.limitKind), team.limit) {
            case (.limited, let amount?): .limited(USD(amount))
            case (.unlimited, _), (.windows, _): .unlimited
            default: .unknown
            }
        let budget = Budget(
            limit: limit, softLimit: team.softLimit.map { USD($0) }, duration: team.duration,
            resetsAt: team.resetsAt.flatMap(Timestamp.init(rfc3339:)))
        self.init(
            id: .team(team.id), identity: Identity(alias: team.alias, organizationID: team.organizationID),
            budget: budget, spend: team.spend.map { USD($0) })
        isBlocked = team.isBlocked
        windows = team.windowBudgets?.map(\.window) ?? []
        history = team.history
    }
}

extension TeamsAnswer.Team {
    /// Without the numbers of resets, which are not told.
    fileprivate var history: AccountHistory? {
        guard let spendTotal else { return nil }
        return AccountHistory(
            spendTotal: USD(spendTotal), periodStart: periodStart.flatMap(Timestamp.init(rfc3339:)),
            exhaustedSince: exhaustedSince.flatMap(Timestamp.init(rfc3339:)), outlooks: outlooks)
    }

    private var outlooks: [Outlook] {
        windows.compactMap { window in
            guard case let rate?? = rates?[window.label] else { return nil }
            return Outlook(
                window: window, ratePerSecond: USD(rate),
                exhaustsAt: (exhaustion?[window.label] ?? nil).flatMap(Timestamp.init(rfc3339:)),
                exhaustsBeforeReset: exhaustsBeforeReset?[window.label] ?? nil,
                projectedSpend: (projectedSpend?[window.label] ?? nil).map { USD($0) })
        }
    }

    /// Those that are told, in their order. How long they are is not told: one that this version does not know comes last.
    private var windows: [SpendWindow] {
        let known = LedgerTerms.standard.toldWindows(of: .team)
        let unknown = Set(rates.map { Array($0.keys) } ?? []).subtracting(known.map(\.label))
        return known + unknown.sorted().map { SpendWindow(label: $0, duration: .zero) }
    }
}

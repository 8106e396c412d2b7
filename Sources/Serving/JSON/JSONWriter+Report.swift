import Budgets
import Polling
import Threading

extension JSONWriter {
    /// Writes the members of the document about teams.
    mutating func teams(of report: Report) {
        member("updated_at", "\(report.time)")
        member("up", report.proxyIsUp)
        member("ready", report.isReady)
        member("sources", objects: report.sources) { json, status in json.members(of: status) }
        member("teams", objects: report.accounts(.team)) { json, team in json.members(ofTeam: team) }
    }

    private mutating func members(of status: SourceStatus) {
        member("source", status.source.rawValue)
        member("up", status.isUp)
        member("partial", status.isPartial)
        member("accounts", status.accounts)
        member("last_success_at", status.lastSuccess?.description)
        member("failure", object: status.failure) { json, failure in
            json.member("reason", failure.reason)
            json.member("explanation", failure.explanation)
        }
    }

    private mutating func members(ofTeam team: Account) {
        member("team_id", team.id.text)
        member("team_alias", team.identity.alias)
        member("organization_id", team.identity.organizationID)
        member("blocked", team.isBlocked)
        member("budget_spend_usd", team.spend?.amount)
        member("budget_limit", team.budget.limit.kind)
        member("budget_limit_usd", team.budget.limit.amount?.amount)
        member("budget_soft_limit_usd", team.budget.softLimit?.amount)
        member("budget_remaining_usd", team.remaining?.amount)
        member("budget_used_ratio", team.usedRatio)
        member("budget_exhausted", team.isExhausted)
        member("budget_duration", team.budget.duration)
        member("budget_resets_at", team.budget.resetsAt?.description)
        members(of: team.history)
    }

    private mutating func members(of history: AccountHistory?) {
        func windows(_ name: String, _ value: (inout JSONWriter, Outlook) -> Void) {
            member(name, object: history?.outlooks) { json, outlooks in
                for outlook in outlooks { value(&json, outlook) }
            }
        }
        member("spend_total_usd", history?.spendTotal.amount)
        windows("rates_usd_per_second") { $0.member($1.window.label, $1.ratePerSecond.amount) }
        windows("exhaustion") { $0.member($1.window.label, $1.exhaustsAt?.description) }
        windows("exhausts_before_reset") { $0.member($1.window.label, $1.exhaustsBeforeReset) }
        windows("projected_spend_usd") { $0.member($1.window.label, $1.projectedSpend?.amount) }
        member("exhausted_since", history?.exhaustedSince?.description)
        member("period_start", history?.periodStart?.description)
    }
}

extension Budget.Limit {
    /// Tells apart what a missing amount alone would not.
    fileprivate var kind: String {
        switch self {
        case .unknown: "unknown"
        case .unlimited: "unlimited"
        case .limited: "limited"
        }
    }
}

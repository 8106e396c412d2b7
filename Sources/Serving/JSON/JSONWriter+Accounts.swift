import Budgets
import Threading

extension JSONWriter {
    /// How many accounts are written before other tasks get a turn.
    static let accountsBetweenYields = 100

    mutating func members(ofTeam team: Account) {
        member("team_id", team.id.text)
        member("team_alias", team.identity.alias)
        member("organization_id", team.identity.organizationID)
        member("blocked", team.isBlocked)
        budget(of: team)
        windows(of: team)
        members(of: team.history)
    }

    /// Writes the members about a team's keys and members.
    mutating func accounts(of accounts: TeamAccounts, shownID: (AccountID) -> String) async {
        await member("keys", yieldingAfterEach: Self.accountsBetweenYields, objects: accounts.keys) { json, key in
            json.member("hashed_api_key", shownID(key.id))
            json.member("api_key_alias", key.identity.alias)
            json.member("user_id", key.identity.userID.map { shownID(.user($0)) })
            json.member("blocked", key.isBlocked)
            json.member("expires_at", key.expiresAt?.description)
            json.member("headroom_usd", key.headroom?.amount)
            json.budget(of: key)
            json.windows(of: key)
        }
        await member("members", yieldingAfterEach: Self.accountsBetweenYields, objects: accounts.members) {
            json, member in
            json.member("user_id", shownID(member.id))
            json.budget(of: member)
        }
    }

    /// Writes the member about a team's budgets of models.
    mutating func modelBudgets(of account: Account) {
        member("model_budgets", objects: account.modelBudgets) { json, budget in
            json.member("model", budget.model)
            json.member("budget_limit_usd", budget.limit?.amount)
            json.member("budget_spend_usd", budget.spend?.amount)
        }
    }

    private mutating func windows(of account: Account) {
        member("window_budgets", objects: account.windows) { json, window in
            json.member("budget_duration", window.duration)
            json.member("budget_limit_usd", window.limit?.amount)
            json.member("budget_spend_usd", window.spend?.amount)
            json.member("budget_resets_at", window.resetsAt?.description)
        }
    }

    private mutating func budget(of account: Account) {
        member("budget_spend_usd", account.spend?.amount)
        member("budget_limit", account.limitKind.rawValue)
        member("budget_limit_usd", account.budget.limit.amount?.amount)
        member("budget_soft_limit_usd", account.budget.softLimit?.amount)
        member("budget_remaining_usd", account.remaining?.amount)
        member("budget_used_ratio", account.usedRatio)
        member("budget_exhausted", account.isExhausted)
        member("budget_duration", account.budget.duration)
        member("budget_resets_at", account.budget.resetsAt?.description)
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

import Budgets
import Exposition

/// What is shown of teams.
enum TeamFamilies {
    private static let team = BudgetFamilies(.team, one: "a team", coversUnlimited: true)

    static let all: [AccountFamily] =
        [team.info] + team.budget + [team.softLimit, team.reset, team.blocked] + team.rateLimits + [
            .gauge(
                "litellm_team_members", reads: .settings,
                help: "How many members a team has; absent while unknown."
            ) { $0.memberCount.map(Double.init) },
            .gauge(
                "litellm_team_keys", reads: .settings,
                help: "How many keys belong to a team; absent while unknown."
            ) { $0.keyCount.map(Double.init) },
        ] + team.modelBudgets + team.windows + team.history
}

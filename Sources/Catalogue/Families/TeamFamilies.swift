import Budgets
import Exposition

/// What is shown of teams.
enum TeamFamilies {
    static let all: [AccountFamily] =
        BudgetFamilies.all(prefix: "litellm_team_", one: "a team", coversUnlimited: true) + [
            .gauge(
                "litellm_team_members", reads: .settings,
                help: "How many members a team has."
            ) { $0.memberCount.map(Double.init) },
            .gauge(
                "litellm_team_keys", reads: .settings,
                help: "How many keys belong to a team."
            ) { $0.keyCount.map(Double.init) },
        ]
}

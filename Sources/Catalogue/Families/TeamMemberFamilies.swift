import Budgets

/// What is shown of users as members of teams, where each has a budget of the membership. Most have none.
enum TeamMemberFamilies {
    private static let member = BudgetFamilies(.teamMember, one: "a member of a team", coversUnlimited: false)

    static let all: [AccountFamily] =
        [member.info] + member.budget + [member.softLimit, member.reset] + member.rateLimits + member.history
}

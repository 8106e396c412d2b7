import Budgets

/// What is shown of users.
enum UserFamilies {
    private static let user = BudgetFamilies(.user, one: "a user", coversUnlimited: false)

    static let all: [AccountFamily] =
        [user.info] + user.budget + [user.reset] + user.rateLimits + user.modelBudgets
        + user.history
}

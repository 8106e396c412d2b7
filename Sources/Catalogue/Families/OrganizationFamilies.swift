import Budgets

/// What is shown of organisations.
enum OrganizationFamilies {
    private static let organization = BudgetFamilies(.organization, one: "an organisation", coversUnlimited: true)

    static let all: [AccountFamily] =
        [organization.info] + organization.budget + [organization.softLimit, organization.reset]
        + organization.rateLimits + organization.history
}

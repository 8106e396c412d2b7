import Budgets

/// What is shown of customers, the end users that requests name.
enum CustomerFamilies {
    private static let customer = BudgetFamilies(.customer, one: "a customer", coversUnlimited: false)

    static let all: [AccountFamily] =
        [customer.info] + customer.budget + [customer.softLimit, customer.reset, customer.blocked]
        + customer.rateLimits + customer.history
}

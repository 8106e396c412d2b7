import Budgets

/// What is shown of the proxy as a whole.
enum ProxyFamilies {
    private static let proxy = BudgetFamilies(.proxy, one: "the proxy as a whole", coversUnlimited: true)

    static let all: [AccountFamily] = [proxy.info] + proxy.budget + [proxy.reset] + proxy.history
}

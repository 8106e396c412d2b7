import Budgets

/// What is shown of providers of models.
enum ProviderFamilies {
    private static let provider = BudgetFamilies(.provider, one: "a provider", coversUnlimited: true)

    static let all: [AccountFamily] = [provider.info] + provider.budget + [provider.reset]
}

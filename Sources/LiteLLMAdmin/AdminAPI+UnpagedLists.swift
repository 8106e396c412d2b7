extension AdminAPI {
    /// All customers with their budgets.
    public func customers() async throws(AdminError) -> Page<CustomerRow> {
        Page(try await get(.customerList, as: [Lossy<CustomerRow>].self), totalPages: 1)
    }

    /// All organisations with their budgets, but for the dates of their resets; 403 without LiteLLM Enterprise.
    public func organizations() async throws(AdminError) -> Page<OrganizationRow> {
        Page(try await get(.organizationList, as: [Lossy<OrganizationRow>].self), totalPages: 1)
    }

    /// The budget table, in which alone stands when an organisation's spend is reset.
    public func budgets() async throws(AdminError) -> Page<BudgetRow> {
        Page(try await get(.budgetList, as: [Lossy<BudgetRow>].self), totalPages: 1)
    }

    /// The budgets of providers by their names; 500 where none is configured. Nil for what could not be understood.
    public func providers() async throws(AdminError) -> [String: ProviderRow?] {
        try await get(.providerBudgets, as: ProviderBudgetsBody.self).providers.mapValues(\.row)
    }
}

extension SimulatedProxy {
    public var teams: [SimulatedTeam] { database.teams.rows }

    public var keys: [SimulatedKey] { database.keys.rows }

    public var users: [SimulatedUser] { database.users.rows }

    public var customers: [SimulatedCustomer] { database.customers.rows }

    public var organizations: [SimulatedOrganization] { database.organizations.rows }

    public var sharedBudgets: [SharedBudget] { database.budgets.rows }

    public var providers: [SimulatedProvider] { database.providers }

    public func team(_ id: String) -> SimulatedTeam? { database.teams[id] }

    public func key(_ token: String) -> SimulatedKey? { database.keys[token] }

    public func user(_ id: String) -> SimulatedUser? { database.users[id] }

    public func customer(_ id: String) -> SimulatedCustomer? { database.customers[id] }

    public func organization(_ id: String) -> SimulatedOrganization? { database.organizations[id] }

    public func sharedBudget(_ id: String) -> SharedBudget? { database.budgets[id] }

    /// Edits any column of a team. False where there is no such team.
    @discardableResult
    public func updateTeam(_ id: String, _ edit: @Sendable (inout SimulatedTeam) -> Void) -> Bool {
        database.teams.edit(id, edit)
    }

    /// Edits any column of a key. False where there is no such key.
    @discardableResult
    public func updateKey(_ token: String, _ edit: @Sendable (inout SimulatedKey) -> Void) -> Bool {
        database.keys.edit(token, edit)
    }

    /// Edits any column of a user. False where there is no such user.
    @discardableResult
    public func updateUser(_ id: String, _ edit: @Sendable (inout SimulatedUser) -> Void) -> Bool {
        database.users.edit(id, edit)
    }

    /// Edits any column of a customer. False where there is no such customer.
    @discardableResult
    public func updateCustomer(_ id: String, _ edit: @Sendable (inout SimulatedCustomer) -> Void) -> Bool {
        database.customers.edit(id, edit)
    }

    /// Edits any column of an organisation. False where there is no such organisation.
    @discardableResult
    public func updateOrganization(_ id: String, _ edit: @Sendable (inout SimulatedOrganization) -> Void) -> Bool {
        database.organizations.edit(id, edit)
    }

    /// Edits any column of a shared budget. False where there is no such budget.
    @discardableResult
    public func updateSharedBudget(_ id: String, _ edit: @Sendable (inout SharedBudget) -> Void) -> Bool {
        database.budgets.edit(id, edit)
    }

    /// Adds a user, or replaces the one of the same id.
    public func setUser(_ user: SimulatedUser) { database.users.insert(user) }

    /// Adds a row of the budget table, or replaces the one of the same id.
    public func setSharedBudget(_ budget: SharedBudget) { database.budgets.insert(budget) }

    /// Configures the providers' budgets; an empty array takes the configuration away.
    public func setProviders(_ providers: [SimulatedProvider]) { database.providers = providers }

    /// Forgets the rows that were deleted, which LiteLLM keeps in tables of their own for ever.
    public func emptyArchive() { database.emptyArchive() }
}

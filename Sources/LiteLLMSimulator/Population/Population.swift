import Hashing

/// The made-up accounts that a simulated proxy starts with, and what they spend.
public struct Population: Sendable {
    public var teams: [SimulatedTeam]
    public var keys: [SimulatedKey]
    public var users: [SimulatedUser]
    /// Those that the other rows name by their ids.
    public var budgets: [SharedBudget]
    public var customers: [SimulatedCustomer]
    public var organizations: [SimulatedOrganization]
    /// Empty where no provider has a budget.
    public var providers: [SimulatedProvider]
    public var script: SpendingScript

    /// A `proxy_admin_viewer`'s key that may call the admin API's lists only: the one a monitor should use.
    public static let viewerKey = "sk-simulator-viewer"

    /// What ``viewerKey`` may call.
    static let viewerRoutes = [
        "/v2/team/list", "/team/info", "/key/list", "/key/info", "/user/list", "/v2/user/info", "/customer/list",
        "/organization/list", "/budget/list", "/provider/budgets",
    ]

    public init(
        teams: [SimulatedTeam] = [], keys: [SimulatedKey] = [], users: [SimulatedUser] = [],
        budgets: [SharedBudget] = [], customers: [SimulatedCustomer] = [],
        organizations: [SimulatedOrganization] = [], providers: [SimulatedProvider] = [],
        script: SpendingScript = SpendingScript()
    ) {
        self.teams = teams
        self.keys = keys
        self.users = users
        self.budgets = budgets
        self.customers = customers
        self.organizations = organizations
        self.providers = providers
        self.script = script
    }

    /// Adds ``viewerKey`` and its owner.
    public mutating func addViewer(createdAt time: Double) {
        users.append(SimulatedUser(id: "budget-exporter", role: .proxyAdminViewer, createdAt: time))
        var key = SimulatedKey(
            secret: Self.viewerKey, alias: "budget-exporter", userID: "budget-exporter", maxBudget: 0, createdAt: time)
        key.allowedRoutes = Self.viewerRoutes
        keys.append(key)
    }

    var database: Database {
        var database = Database()
        for team in teams { database.teams.insert(team) }
        for key in keys { database.keys.insert(key) }
        for user in users { database.users.insert(user) }
        for budget in budgets { database.budgets.insert(budget) }
        for customer in customers { database.customers.insert(customer) }
        for organization in organizations { database.organizations.insert(organization) }
        database.providers = providers
        return database
    }

    /// An id in the form that LiteLLM gives a team without one of its own; the same for the same name.
    static func teamID(_ name: String) -> String {
        let digits = SHA256.hexDigest("team " + name)
        var id = ""
        for (position, digit) in digits.prefix(32).enumerated() {
            if [8, 12, 16, 20].contains(position) { id.append("-") }
            id.append(digit)
        }
        return id
    }
}

/// A row of the user table. Money is US dollars, moments are seconds since 1970.
public struct SimulatedUser: Sendable {
    /// LiteLLM's roles.
    public enum Role: String, Sendable {
        case proxyAdmin = "proxy_admin"
        case proxyAdminViewer = "proxy_admin_viewer"
        case internalUser = "internal_user"
        case internalUserViewer = "internal_user_viewer"
    }

    /// The row by which LiteLLM keeps the budget of the whole proxy. It is there only where `max_budget` is configured.
    public static let proxyBudgetID = "litellm-proxy-budget"

    public var id: String
    /// What a key of this user may read. A row without a role counts as an internal user.
    public var role: Role?
    public var email: String?
    public var alias: String?
    /// Organisations whose teams this user administers: a partial view of `/v2/team/list`.
    public var administeredOrganizations: [String]
    /// Other organisations that this user belongs to.
    public var organizationIDs: [String] = []
    public var metadata: [JSONValue.Member] = []
    /// Spend of the running budget period; nil is a damaged row.
    public var spend: Double? = 0
    public var maxBudget: Double?
    public var budgetDuration: String?
    public var budgetResetAt: Double?
    public var modelBudgets: [ModelBudget] = []
    public var tokensPerMinute: Int?
    public var requestsPerMinute: Int?
    public var createdAt: Double
    public var updatedAt: Double

    public init(
        id: String, role: Role?, email: String? = nil, alias: String? = nil, administeredOrganizations: [String] = [],
        maxBudget: Double? = nil, spend: Double? = 0, createdAt: Double = 0
    ) {
        self.id = id
        self.role = role
        self.email = email
        self.alias = alias
        self.administeredOrganizations = administeredOrganizations
        self.maxBudget = maxBudget
        self.spend = spend
        self.createdAt = createdAt
        updatedAt = createdAt
    }

    /// The row of the budget of the whole proxy.
    public static func proxyBudget(
        maxBudget: Double, duration: String?, resetAt: Double? = nil, spend: Double = 0, createdAt: Double
    ) -> SimulatedUser {
        var user = SimulatedUser(
            id: proxyBudgetID, role: nil, maxBudget: maxBudget, spend: spend, createdAt: createdAt)
        user.budgetDuration = duration
        user.budgetResetAt = resetAt ?? duration.map { BudgetDuration.nextReset($0, after: createdAt) }
        return user
    }

    var memberships: [String] { administeredOrganizations + organizationIDs }
}

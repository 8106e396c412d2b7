/// A row of the user table, as far as it decides what a key may read.
public struct SimulatedUser: Sendable {
    /// LiteLLM's roles.
    public enum Role: String, Sendable {
        case proxyAdmin = "proxy_admin"
        case proxyAdminViewer = "proxy_admin_viewer"
        case internalUser = "internal_user"
        case internalUserViewer = "internal_user_viewer"
    }

    public var id: String
    public var role: Role
    public var email: String?
    public var alias: String?
    /// Organisations whose teams this user administers: a partial view of `/v2/team/list`.
    public var administeredOrganizations: [String]

    public init(
        id: String, role: Role, email: String? = nil, alias: String? = nil, administeredOrganizations: [String] = []
    ) {
        self.id = id
        self.role = role
        self.email = email
        self.alias = alias
        self.administeredOrganizations = administeredOrganizations
    }
}

/// Who a request comes from, after its key was found to be valid.
enum Caller {
    case master
    case key(SimulatedKey, owner: SimulatedUser?)

    var isMaster: Bool {
        guard case .master = self else { return false }
        return true
    }

    var hasAdminView: Bool {
        switch self {
        case .master: true
        case .key(_, let owner): owner?.role == .proxyAdmin || owner?.role == .proxyAdminViewer
        }
    }

    /// As LiteLLM names it in messages; a key without an owner counts as an internal user.
    var roleName: String {
        switch self {
        case .master: SimulatedUser.Role.proxyAdmin.rawValue
        case .key(_, let owner): (owner?.role ?? .internalUser).rawValue
        }
    }

    var userID: String? {
        guard case .key(let key, _) = self else { return nil }
        return key.userID
    }

    var teamID: String? {
        guard case .key(let key, _) = self else { return nil }
        return key.teamID
    }

    var token: String? {
        guard case .key(let key, _) = self else { return nil }
        return key.token
    }

    var administeredOrganizations: [String] {
        guard case .key(_, let owner) = self else { return [] }
        return owner?.administeredOrganizations ?? []
    }

    /// Organisations that the key's owner belongs to.
    var memberships: [String] {
        guard case .key(_, let owner) = self else { return [] }
        return owner?.memberships ?? []
    }
}

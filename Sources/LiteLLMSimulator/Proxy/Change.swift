/// What an administrator does to the rows behind the proxy. Adding a row replaces the one of the same id.
public enum Change: Sendable {
    case addTeam(SimulatedTeam)
    /// Deletes the team's keys too.
    case deleteTeam(id: String)
    case renameTeam(id: String, alias: String?)
    case blockTeam(id: String, Bool)
    case setTeamBudget(id: String, maxBudget: Double?)
    /// Takes all spend away without touching the reset date.
    case resetTeamSpend(id: String)
    case addKey(SimulatedKey)
    case deleteKey(token: String)
    case blockKey(token: String, Bool)
    case resetKeySpend(token: String)
    /// Same row, new secret: alias, spend and budget stay, the token does not.
    case rotateKey(token: String, newSecret: String)
    case addUser(SimulatedUser)
    /// Deletes the user's keys and memberships too.
    case deleteUser(id: String)
    case resetUserSpend(id: String)
    case addCustomer(SimulatedCustomer)
    case deleteCustomer(id: String)
    case blockCustomer(id: String, Bool)
    case addOrganization(SimulatedOrganization)
    case deleteOrganization(id: String)
    case addSharedBudget(SharedBudget)
    case deleteSharedBudget(id: String)
}

extension Database {
    mutating func apply(_ change: Change, at time: Double) {
        func team(_ id: String, _ edit: (inout SimulatedTeam) -> Void) {
            teams.edit(id) {
                edit(&$0)
                $0.updatedAt = time
            }
        }
        func key(_ token: String, _ edit: (inout SimulatedKey) -> Void) {
            keys.edit(token) {
                edit(&$0)
                $0.updatedAt = time
            }
        }
        switch change {
        case .addTeam(let row): teams.insert(row)
        case .deleteTeam(let id): deleteTeam(id, at: time)
        case .renameTeam(let id, let alias): team(id) { $0.alias = alias }
        case .blockTeam(let id, let isBlocked): team(id) { $0.isBlocked = isBlocked }
        case .setTeamBudget(let id, let maxBudget): team(id) { $0.maxBudget = maxBudget }
        case .resetTeamSpend(let id): team(id) { $0.spend = 0 }
        case .addKey(let row): keys.insert(row)
        case .deleteKey(let token): deleteKey(token, at: time)
        case .blockKey(let token, let isBlocked): key(token) { $0.isBlocked = isBlocked }
        case .resetKeySpend(let token): key(token) { $0.spend = 0 }
        case .rotateKey(let token, let secret):
            key(token) {
                $0.token = SimulatedKey.token(of: secret)
                $0.name = SimulatedKey.abbreviation(of: secret)
            }
        case .addUser(let row): users.insert(row)
        case .deleteUser(let id): deleteUser(id, at: time)
        case .resetUserSpend(let id):
            users.edit(id) {
                $0.spend = 0
                $0.updatedAt = time
            }
        case .addCustomer(let row): customers.insert(row)
        case .deleteCustomer(let id): customers.remove(id)
        case .blockCustomer(let id, let isBlocked): customers.edit(id) { $0.isBlocked = isBlocked }
        case .addOrganization(let row): organizations.insert(row)
        case .deleteOrganization(let id): organizations.remove(id)
        case .addSharedBudget(let row): budgets.insert(row)
        case .deleteSharedBudget(let id): budgets.remove(id)
        }
    }
}

/// The rows behind the simulated proxy.
struct Database: Sendable {
    var teams = Table<SimulatedTeam>(id: { $0.id }, createdAt: { $0.createdAt })
    var keys = Table<SimulatedKey>(id: { $0.token }, createdAt: { $0.createdAt })
    var users = Table<SimulatedUser>(id: { $0.id }, createdAt: { $0.createdAt })
    /// LiteLLM does not keep when it first saw a customer.
    var customers = Table<SimulatedCustomer>(id: { $0.id }, createdAt: { _ in 0 })
    var organizations = Table<SimulatedOrganization>(id: { $0.id }, createdAt: { $0.createdAt })
    var budgets = Table<SharedBudget>(id: { $0.id }, createdAt: { $0.createdAt })
    /// In the order of the configuration; empty where there is none.
    var providers: [SimulatedProvider] = []
    private(set) var deletedTeams: [Archived<SimulatedTeam>] = []
    private(set) var deletedKeys: [Archived<SimulatedKey>] = []

    private var keysByTeam = RowIndex<SimulatedKey> { key in key.teamID.map { [$0] } ?? [] }
    private var keysByUser = RowIndex<SimulatedKey> { key in key.userID.map { [$0] } ?? [] }
    private var teamsByMember = RowIndex<SimulatedTeam> { $0.members.compactMap(\.userID) }

    /// Positions of the keys of a team, in order of creation.
    mutating func keyPositions(ofTeam teamID: String) -> [Int] { keysByTeam.positions(of: teamID, in: &keys) }

    mutating func keyCount(ofUser userID: String) -> Int { keysByUser.positions(of: userID, in: &keys).count }

    /// The teams that a user is a member of, in order of creation.
    mutating func teamIDs(ofUser userID: String) -> [String] {
        teamsByMember.positions(of: userID, in: &teams).map { teams.rows[$0].id }
    }

    mutating func deleteTeam(_ id: String, at time: Double) {
        // Deleting a team deletes its keys; each deletion moves the rows behind it.
        for token in keyPositions(ofTeam: id).map({ keys.rows[$0].token }) { deleteKey(token, at: time) }
        if let team = teams.remove(id) { deletedTeams.append(Archived(row: team, deletedAt: time)) }
    }

    mutating func deleteKey(_ token: String, at time: Double) {
        if let key = keys.remove(token) { deletedKeys.append(Archived(row: key, deletedAt: time)) }
    }

    /// Deleting a user deletes the user's keys and memberships.
    mutating func deleteUser(_ id: String, at time: Double) {
        for token in keys.rows.filter({ $0.userID == id }).map(\.token) { deleteKey(token, at: time) }
        for teamID in teamIDs(ofUser: id) { teams.edit(teamID) { $0.members.removeAll { $0.userID == id } } }
        users.remove(id)
    }

    mutating func emptyArchive() {
        deletedTeams = []
        deletedKeys = []
    }

    func deletedKey(_ token: String) -> Archived<SimulatedKey>? { deletedKeys.last { $0.row.token == token } }
}

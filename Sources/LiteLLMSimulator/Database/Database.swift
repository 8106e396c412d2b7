/// The rows behind the simulated proxy.
struct Database: Sendable {
    var teams = Table<SimulatedTeam>(id: { $0.id }, createdAt: { $0.createdAt })
    var keys = Table<SimulatedKey>(id: { $0.token }, createdAt: { $0.createdAt })
    var users: [String: SimulatedUser] = [:]
    var budgets: [String: SharedBudget] = [:]
    private(set) var deletedTeams: [Archived<SimulatedTeam>] = []
    private(set) var deletedKeys: [Archived<SimulatedKey>] = []

    private var keysByTeam: [String: [Int]] = [:]
    private var keysByTeamRevision = -1

    /// Positions of the keys of a team, in order of creation.
    mutating func keyPositions(ofTeam teamID: String) -> [Int] {
        if keysByTeamRevision != keys.revision {
            keysByTeam = [:]
            for position in keys.sorted(by: .creation) {
                if let teamID = keys.rows[position].teamID { keysByTeam[teamID, default: []].append(position) }
            }
            keysByTeamRevision = keys.revision
        }
        return keysByTeam[teamID] ?? []
    }

    mutating func deleteTeam(_ id: String, at time: Double) {
        // Deleting a team deletes its keys.
        for position in keyPositions(ofTeam: id).reversed() { deleteKey(keys.rows[position].token, at: time) }
        if let team = teams.remove(id) { deletedTeams.append(Archived(row: team, deletedAt: time)) }
    }

    mutating func deleteKey(_ token: String, at time: Double) {
        if let key = keys.remove(token) { deletedKeys.append(Archived(row: key, deletedAt: time)) }
    }

    func deletedKey(_ token: String) -> Archived<SimulatedKey>? { deletedKeys.last { $0.row.token == token } }
}

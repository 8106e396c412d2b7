import Budgets
import LiteLLMAdmin
import Threading

/// What reading one account on its own says: the account, and the members of a team where it tells them.
struct DetailsReading: Sendable {
    let account: AccountReading
    /// Nil where the answer does not tell the members, or they are not wanted.
    let members: [AccountReading]?
    /// How many of them could not be read.
    let badMembers: Int

    /// Reads a team; of its members those that are wanted.
    init(_ details: TeamDetails, filter: AccountFilter, members wanted: WantedMembers, now: Timestamp) {
        account = AccountReading(details.team, filter: filter)
        guard case .account = account, wanted != .none, let rows = details.members else {
            (members, badMembers) = (nil, 0)
            return
        }
        let readings = rows.filter { wanted.contains($0.userID) }.map {
            AccountReading($0, ofTeam: details.team.teamID, teamDefault: details.memberBudget, now: now)
        }
        members = readings
        badMembers = details.badMembers
    }

    /// Reads a key.
    init(_ row: KeyRow, hash: String, filter: AccountFilter, now: Timestamp) {
        account = AccountReading(row, hash: hash, filter: filter, now: now)
        (members, badMembers) = (nil, 0)
    }

    /// The members as observations; those that are rejected are left out.
    func observedMembers(at uptime: Uptime) -> [Observation]? {
        members?.compactMap { reading in
            guard case .account(let member) = reading else { return nil }
            return Observation(member, at: uptime)
        }
    }
}

/// Which members of a team are watched.
enum WantedMembers: Hashable, Sendable {
    case all
    case none
    /// The user of a tenant's own key, whom its budget bounds.
    case only(userID: String)

    func contains(_ userID: String) -> Bool {
        switch self {
        case .all: true
        case .none: false
        case .only(let wanted): userID == wanted
        }
    }
}

import Budgets
import LiteLLMAdmin
import Threading

/// The team of the one key that the exporter itself uses. A key without a team has none, which is no failure.
struct OwnTeam: Source {
    let api: AdminAPI
    let watch: Watch
    let time: any TimeSource

    var id: SourceID { .teams }

    func sweep(_ pacing: Pacing) async -> Sweep {
        var sweep = Sweep(.teams, absence: .isRemoval, startedAt: time.uptime)
        do throws(AdminError) {
            // Asked anew each time, as a key can be moved to another team.
            let key = try await api.ownKey().row
            if let teamID = key.teamID {
                let members = key.userID.map { WantedMembers.only(userID: $0) } ?? .none
                let askedAt = time.uptime
                let reading = DetailsReading(
                    try await api.team(id: teamID), filter: AccountFilter(), members: members, now: time.now())
                sweep.take(reading.account, at: askedAt)
                sweep.tally += await watch.observeMembers(reading, of: .team(teamID), at: askedAt)
            }
        } catch {
            sweep.fail(error)
        }
        return sweep
    }
}

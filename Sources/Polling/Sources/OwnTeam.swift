import Budgets
import LiteLLMAdmin
import Threading

/// The team of the one key that the exporter itself uses. A key without a team has none, which is no failure.
struct OwnTeam: Source {
    let api: AdminAPI
    let time: any TimeSource

    var id: SourceID { .teams }

    func sweep(_ pace: Pace) async -> Sweep {
        var sweep = Sweep(.teams, absence: .isRemoval, startedAt: time.uptime)
        do throws(AdminError) {
            // Asked anew each time, as a key can be moved to another team.
            if let teamID = try await api.ownKey().row.teamID {
                let row = try await api.team(id: teamID).team
                sweep.take(AccountReading(row, filter: AccountFilter()), at: time.uptime)
            }
        } catch {
            sweep.fail(error)
        }
        sweep.upstreamTime = time.uptime - sweep.startedAt
        return sweep
    }
}

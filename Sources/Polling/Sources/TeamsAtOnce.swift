import Budgets
import LiteLLMAdmin
import Threading

/// All teams in one answer, from `/team/list`.
struct TeamsAtOnce: UnpagedList {
    let api: AdminAPI
    let filter: AccountFilter
    let time: any TimeSource

    var source: SourceID { .teams }
    var toleratedUnavailability: Set<Unavailability> { [] }
    /// A proxy that lists so cannot be asked for one team in a way that tells a team that is gone from a database that is
    /// away.
    var absence: Sweep.Absence { .isConfirmedByNextSweep }

    /// The proxy makes some queries for each team.
    static let leastInterval: Duration = .seconds(300)

    func read(into sweep: inout Sweep) async throws(AdminError) {
        sweep.leastInterval = Self.leastInterval
        let page = try await api.allTeams()
        sweep.take(page, at: sweep.startedAt) { AccountReading($0, filter: filter) }
    }
}

import Budgets
import LiteLLMAdmin
import Threading

/// All teams by pages, from `/v2/team/list`.
struct TeamList: AccountList {
    let api: AdminAPI
    let filter: AccountFilter
    let time: any TimeSource
    /// More than any team has; the sum over all teams must not overflow, whatever an answer claims.
    private static let mostKeysOfTeam = 1 << 32

    var source: SourceID { .teams }
    var endpoint: Endpoint { .teamList }

    func page(_ request: PageRequest) async throws(AdminError) -> Page<TeamRow> {
        try await api.teams(request)
    }

    func id(of row: TeamRow) -> String? { row.teamID }

    func reading(of row: TeamRow, id: String, now: Timestamp) -> AccountReading {
        AccountReading(row, filter: filter)
    }

    func teamKeys(in row: TeamRow) -> Int { min(max(0, row.keysCount ?? 0), Self.mostKeysOfTeam) }

    /// Gone only when the list, asked for this id, is empty and `/team/info` says 404: alone, a 404 also means that
    /// LiteLLM's database is away.
    func verdict(on id: String) async -> Verdict {
        let askedAt = time.uptime
        do throws(AdminError) {
            if let row = try await api.listedTeam(id: id) {
                return Verdict(reading(of: row, id: id, now: time.now()), at: askedAt)
            }
        } catch {
            return Verdict(error.reason == .forbidden ? .hidden : .unknown, errors: [error])
        }
        do throws(AdminError) {
            let row = try await api.team(id: id).team
            return Verdict(reading(of: row, id: id, now: time.now()), at: askedAt)
        } catch {
            switch error.reason {
            case _ where error.saysAccountIsMissing: return Verdict(.gone)
            case .forbidden: return Verdict(.hidden, errors: [error])
            default: return Verdict(.unknown, errors: [error])
            }
        }
    }
}

import Budgets
import LiteLLMAdmin
import Threading

/// All users, from `/user/list`. The one that stands for the proxy's own budget is passed over, as it has a source of its
/// own.
struct UserList: AccountList {
    let api: AdminAPI
    let time: any TimeSource

    var source: SourceID { .users }
    var endpoint: Endpoint { .userList }

    func page(_ request: PageRequest) async throws(AdminError) -> Page<UserRow> {
        try await api.users(request)
    }

    func id(of row: UserRow) -> String? { row.userID }

    func reading(of row: UserRow, id: String, now: Timestamp) -> AccountReading {
        id == UserRow.proxyBudgetID ? .excluded : AccountReading(row)
    }

    /// Asks the same route, as another is one that the exporter's key may lack. Without its database LiteLLM fails there.
    func verdict(on id: String) async -> Verdict {
        let askedAt = time.uptime
        do throws(AdminError) {
            switch try await api.listing(ofUser: id) {
            case .there(let row): return Verdict(reading(of: row, id: id, now: time.now()), at: askedAt)
            case .notThere: return Verdict(.gone)
            case .untold: return Verdict(.unknown)
            }
        } catch {
            return Verdict(error.reason == .forbidden ? .hidden : .unknown, errors: [error])
        }
    }
}

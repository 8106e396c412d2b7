import Budgets
import LiteLLMAdmin
import Threading

/// All users, from `/user/list`. The one that stands for the proxy's own budget is passed over, as it has a source of its
/// own.
struct UserList: AccountList {
    let api: AdminAPI

    var source: SourceID { .users }
    var endpoint: Endpoint { .userList }
    /// To ask for a single user takes another route, which the exporter's key may lack.
    var absence: Sweep.Absence { .isConfirmedByNextSweep }

    func page(_ request: PageRequest) async throws(AdminError) -> Page<UserRow> {
        try await api.users(request)
    }

    func id(of row: UserRow) -> String? { row.userID }

    func reading(of row: UserRow, id: String, now: Timestamp) -> AccountReading {
        id == UserRow.proxyBudgetID ? .excluded : AccountReading(row)
    }
}

import Budgets
import LiteLLMAdmin
import Threading

/// The budget of the proxy as a whole; a proxy without one has no such user, which is no failure.
struct ProxyBudget: UnpagedList {
    let api: AdminAPI
    let time: any TimeSource

    var source: SourceID { .proxy }
    /// It is asked for unless told otherwise, so that a key that was made without the route is no failure.
    var toleratedUnavailability: Set<Unavailability> { [.routeNotAllowed, .routeMissing] }

    func read(into sweep: inout Sweep) async throws(AdminError) {
        do throws(AdminError) {
            let row = try await api.user(id: UserRow.proxyBudgetID)
            sweep.take(AccountReading(row), at: time.uptime)
        } catch {
            guard error.reason == .notFound, error.unavailability == nil else { throw error }
        }
    }
}

import Budgets
import LiteLLMAdmin
import Threading

/// The budget of the proxy as a whole; a proxy without one has no such user, which is no failure.
struct ProxyBudget: UnpagedList {
    let api: AdminAPI
    let dialect: ProxyDialect
    let time: any TimeSource

    var source: SourceID { .proxy }
    /// While its database is away LiteLLM may say that there is none.
    var absence: Sweep.Absence { .isConfirmedByNextSweep }
    /// It is asked for unless told otherwise, so that a key that was made without the route is no failure.
    var toleratedUnavailability: Set<Unavailability> { [.routeNotAllowed, .routeMissing] }

    func read(into sweep: inout Sweep) async throws(AdminError) {
        if let row = try await user() { sweep.take(AccountReading(row), at: sweep.startedAt) }
    }

    private func user() async throws(AdminError) -> UserRow? {
        if await dialect.lacks(.singleUser, at: time.uptime.sinceOrigin) {
            return try await api.listedUser(id: UserRow.proxyBudgetID)
        }
        do throws(AdminError) {
            let row = try await api.user(id: UserRow.proxyBudgetID)
            await dialect.findOut(.singleUser, isLacking: false, at: time.uptime.sinceOrigin)
            return row
        } catch  where error.isFromOlderProxy {
            // A key that may not list users is told that the route is missing, which is no failure.
            guard let row = try await older(instead: error) else { return nil }
            return row
        } catch  where error.saysAccountIsMissing {
            await dialect.findOut(.singleUser, isLacking: false, at: time.uptime.sinceOrigin)
            return nil
        }
    }

    private func older(instead missing: AdminError) async throws(AdminError) -> UserRow? {
        do throws(AdminError) {
            let row = try await api.listedUser(id: UserRow.proxyBudgetID)
            await dialect.findOut(.singleUser, isLacking: true, at: time.uptime.sinceOrigin)
            return row
        } catch  where error.reason == .unauthorized || error.reason == .forbidden {
            throw missing
        }
    }
}

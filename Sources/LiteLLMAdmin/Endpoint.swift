/// The endpoints that are read; all of them by GET.
///
/// Never here: `/health`, which sends requests to every model, `/health/drain`, which takes a worker out of service, and
/// the `/spend` endpoints that aggregate the request log.
public enum Endpoint: String, CaseIterable, Hashable, Sendable {
    case teamList = "/v2/team/list"
    /// All teams at once, for proxies that do not list them by pages.
    case allTeams = "/team/list"
    case teamInfo = "/team/info"
    case keyList = "/key/list"
    case keyInfo = "/key/info"
    case userList = "/user/list"
    case userInfo = "/v2/user/info"
    case customerList = "/customer/list"
    case organizationList = "/organization/list"
    case budgetList = "/budget/list"
    case providerBudgets = "/provider/budgets"
    case readiness = "/health/readiness"

    /// The path below the base URL, also what metrics call the endpoint.
    public var path: String { rawValue }
}

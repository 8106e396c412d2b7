/// A route of the simulated proxy. Adding one means a file with a conforming type and a line in `Endpoints.all`.
protocol Endpoint: Sendable {
    var route: String { get }
    /// Whether the route wants a key.
    var isPublic: Bool { get }
    /// Whether the answer needs no database, so that an outage of it changes nothing once the key is known.
    var isAnsweredFromMemory: Bool { get }
    /// The answer while the database is there. The database is `inout` because it keeps sorted orders.
    func answer(_ call: Call, from database: inout Database) throws(Refusal) -> SimulatedResponse
    /// The answer to a caller that LiteLLM still knows while its database is away.
    func answerWithoutDatabase(_ call: Call) -> SimulatedResponse
}

extension Endpoint {
    var isPublic: Bool { false }
    var isAnsweredFromMemory: Bool { false }
    /// What LiteLLM makes of a database error that the endpoint itself does not catch.
    func answerWithoutDatabase(_ call: Call) -> SimulatedResponse { Refusal.databaseUnreachable.response }
}

enum Endpoints {
    static let all: [any Endpoint] = [
        TeamListEndpoint(), UnpagedTeamListEndpoint(), TeamInfoEndpoint(), KeyListEndpoint(), KeyInfoEndpoint(),
        UserListEndpoint(), UserInfoEndpoint(), CustomerListEndpoint(), OrganizationListEndpoint(),
        BudgetListEndpoint(), ProviderBudgetsEndpoint(), ReadinessEndpoint(),
        LivelinessEndpoint(route: "/health/liveliness"), LivelinessEndpoint(route: "/health/liveness"),
    ]
}

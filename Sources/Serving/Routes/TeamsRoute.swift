import Hummingbird

/// The teams and their budgets as JSON; `docs/api.md` describes it.
struct TeamsRoute: Route {
    static let path = "/api/v1/teams"

    let latest: LatestSnapshot

    func respond(to request: Request) async -> Response {
        switch latest.availability {
        case .servable(let snapshot):
            await .json(.ok, TeamsDocument(report: snapshot.report).source(), request.contentEncoding)
        case .unavailable(let reason): await .json(.serviceUnavailable, error: reason.sentence)
        }
    }
}

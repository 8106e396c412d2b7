import HTTPTypes
import Hummingbird
import NIOCore

/// The teams and their budgets as JSON; `docs/api.md` describes it.
struct TeamsRoute: Route {
    static let path = "/api/v1/teams"

    let latest: LatestSnapshot

    func respond(to request: Request) async -> Response {
        var json = JSONWriter()
        let status: HTTPResponse.Status
        switch latest.availability {
        case .servable(let snapshot):
            status = .ok
            json.object { $0.teams(of: snapshot.report) }
        case .unavailable(let reason):
            status = .serviceUnavailable
            json.object { $0.member("error", reason.sentence) }
        }
        json.endLine()
        return Response(status, contentType: "application/json", ByteBuffer(bytes: json.bytes))
    }
}

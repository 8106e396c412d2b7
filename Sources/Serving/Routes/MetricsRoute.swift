import Exposition
import HTTPTypes
import Hummingbird

/// The page for Prometheus, in the format and encoding that the client asks for.
struct MetricsRoute: Route {
    let latest: LatestSnapshot

    func respond(to request: Request) async -> Response {
        switch latest.availability {
        case .servable(let snapshot): page(of: snapshot, for: request.headers)
        case .unavailable(let reason): .text(.serviceUnavailable, reason.sentence)
        }
    }

    private func page(of snapshot: Snapshot, for headers: HTTPFields) -> Response {
        let negotiated = AcceptHeader(headers[values: .accept]).preferredFormat
        let encoding = ContentEncoding(accepting: headers[values: .acceptEncoding])
        var fields: HTTPFields = [
            .contentType: negotiated.contentType, .vary: "Accept, Accept-Encoding", .cacheControl: "no-store",
            .contentTypeOptions: "nosniff",
        ]
        fields[.contentEncoding] = encoding.fieldValue
        let page = snapshot.exposition.body(negotiated.format, encoding)
        return Response(status: .ok, headers: fields, body: ResponseBody(page))
    }
}

import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// Nothing but the exporter's own style, script, icon and pages; no frame, nothing inline, nothing from elsewhere.
    private static let policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'"

    /// A page for people.
    static func page(_ status: HTTPResponse.Status, _ source: String) -> Response {
        var response = Response(status, contentType: "text/html; charset=utf-8", ByteBuffer(string: source))
        response.headers[.contentSecurityPolicy] = policy
        response.headers[.referrerPolicy] = "no-referrer"
        return response
    }

    /// A document for programs.
    static func json(_ status: HTTPResponse.Status, _ members: (inout JSONWriter) -> Void) -> Response {
        var json = JSONWriter()
        json.object(members)
        json.endLine()
        return Response(status, contentType: "application/json", ByteBuffer(bytes: json.bytes))
    }

    /// An error for programs.
    static func json(_ status: HTTPResponse.Status, error sentence: String) -> Response {
        json(status) { $0.member("error", sentence) }
    }
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = Self("Referrer-Policy")!
}

import HTTPTypes
import Hummingbird
import NIOCore

/// The page for people.
struct LandingRoute: Route {
    static let path = "/"

    /// Nothing but the exporter's own style: no script, no form, no frame, nothing from elsewhere.
    private static let policy =
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    let configuration: ExporterServer.Configuration
    let latest: LatestSnapshot

    func respond(to request: Request) async -> Response {
        let page = LandingPage(configuration: configuration, availability: latest.availability)
        var response = Response(.ok, contentType: "text/html; charset=utf-8", ByteBuffer(string: page.source))
        response.headers[.contentSecurityPolicy] = Self.policy
        response.headers[.referrerPolicy] = "no-referrer"
        return response
    }
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = Self("Referrer-Policy")!
}

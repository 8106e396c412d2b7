import Hummingbird
import NIOCore

/// What pages for people are made of besides themselves, the same at every request.
struct StaticRoute: Route {
    let path: String
    private let contentType: String
    private let content: String

    static let style = StaticRoute(
        path: "/-/style.css", contentType: "text/css; charset=utf-8", content: PageStyle.source)
    static let script = StaticRoute(
        path: "/-/page.js", contentType: "text/javascript; charset=utf-8", content: PageScript.source)
    static let icon = StaticRoute(path: "/-/icon.svg", contentType: "image/svg+xml", content: PageIcon.source)

    static let all = [style, script, icon]

    func respond(to request: Request) async -> Response {
        Response(.ok, contentType: contentType, ByteBuffer(string: content))
    }
}

import HTTPTypes
import Hummingbird

/// Reads the configuration anew, where that is allowed over HTTP.
struct ReloadRoute: Route {
    static let path = "/-/reload"

    /// Nil where it is not allowed.
    let reload: Reload?

    var methods: [HTTPRequest.Method] { [.post] }

    func respond(to request: Request) async -> Response {
        guard let reload else {
            return .text(
                .forbidden,
                "Reloading over HTTP is switched off; send the process SIGHUP, or start it with --web.enable-reload.")
        }
        switch await reload() {
        case .applied: return .text(.ok, "The configuration was read anew and is in force.")
        case .refused(let complaint):
            return .text(.badRequest, "The configuration was not reloaded, the one before stays in force: \(complaint)")
        case .stopping, nil: return .text(.serviceUnavailable, "The exporter is stopping.")
        }
    }
}

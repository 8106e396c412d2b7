import HTTPTypes
import Hummingbird
import Logging

/// All paths, matched byte for byte, as no page has a second name.
struct Routes: Sendable {
    private let routes: [String: any Route]
    private let logger: Logger

    init(_ configuration: ExporterServer.Configuration, _ latest: LatestSnapshot, _ logger: Logger) {
        routes = [
            configuration.telemetryPath.text: MetricsRoute(latest: latest),
            HealthPaths.healthy: HealthyRoute(),
            HealthPaths.ready: ReadyRoute(latest: latest),
            LandingRoute.path: LandingRoute(configuration: configuration, latest: latest),
            StyleRoute.path: StyleRoute(),
            TeamsRoute.path: TeamsRoute(latest: latest),
        ]
        self.logger = logger
    }

    func respond(to request: Request) async -> Response {
        let path = request.uri.path
        let response: Response
        if let route = routes[path] {
            if request.method == .get || request.method == .head {
                response = await route.respond(to: request)
            } else {
                response = .methodNotAllowed
            }
            // Only paths of our own: whatever else a client sends belongs in no log.
            logger.debug("answered", metadata: ["path": "\(path)", "status": "\(response.status.code)"])
        } else {
            response = .text(.notFound, "There is no such page; / lists those there are.")
        }
        return response.answering(request.method)
    }
}

extension Response {
    fileprivate static var methodNotAllowed: Response {
        var response = text(.methodNotAllowed, "Only GET and HEAD are answered here.")
        response.headers[.allow] = "GET, HEAD"
        return response
    }
}

import HTTPTypes
import Hummingbird
import Logging

/// All paths, matched byte for byte, as no page has a second name.
struct Routes: Sendable {
    private let routes: [String: any Route]
    /// Those of paths that end with an id, with what they begin with.
    private let prefixedRoutes: [(prefix: String, route: any Route)]
    private let logger: Logger

    init(
        _ configuration: ExporterServer.Configuration, _ latest: LatestSnapshot, _ course: @escaping SpendCourse,
        _ logger: Logger
    ) {
        var routes: [String: any Route] = [
            configuration.telemetryPath.text: MetricsRoute(latest: latest),
            HealthPaths.healthy: HealthyRoute(),
            HealthPaths.ready: ReadyRoute(latest: latest),
            BudgetsPage.path: BudgetsRoute(configuration: configuration, latest: latest),
            TeamsRoute.path: TeamsRoute(latest: latest),
        ]
        for route in StaticRoute.all { routes[route.path] = route }
        self.routes = routes
        func team(_ form: TeamRoute.Form) -> TeamRoute {
            TeamRoute(form: form, configuration: configuration, latest: latest, course: course)
        }
        prefixedRoutes = [(TeamPage.prefix, team(.page)), (TeamRoute.documentPrefix, team(.document))]
        self.logger = logger
    }

    func respond(to request: Request) async -> Response {
        let path = request.uri.path
        let response: Response
        if let (name, route) = route(to: path) {
            if request.method == .get || request.method == .head {
                response = await route.respond(to: request)
            } else {
                response = .methodNotAllowed
            }
            // Only paths of our own: whatever else a client sends belongs in no log.
            logger.debug("answered", metadata: ["path": "\(name)", "status": "\(response.status.code)"])
        } else {
            response = .text(.notFound, "There is no such page; / lists those there are.")
        }
        return response.answering(request.method)
    }

    private func route(to path: String) -> (name: String, route: any Route)? {
        if let route = routes[path] { return (path, route) }
        return prefixedRoutes.first { prefix, _ in
            let rest = path.dropFirst(prefix.count)
            return path.hasPrefix(prefix) && !rest.isEmpty && !rest.contains("/")
        }.map { ("\($0.prefix){id}", $0.route) }
    }
}

extension Response {
    fileprivate static var methodNotAllowed: Response {
        var response = text(.methodNotAllowed, "Only GET and HEAD are answered here.")
        response.headers[.allow] = "GET, HEAD"
        return response
    }
}

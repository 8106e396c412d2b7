import HTTPTypes
import Hummingbird
import Logging
import Threading

/// All paths, matched byte for byte, as no page has a second name.
struct Routes: Sendable {
    private let routes: [String: any Route]
    /// Those of paths that end with an id, with what they begin with.
    private let prefixedRoutes: [(prefix: String, route: any Route)]
    private let logger: Logger

    init(
        _ configuration: ExporterServer.Configuration, _ latest: LatestSnapshot, rules: Published<WebRules>,
        _ course: @escaping SpendCourse, _ reload: @escaping Reload, _ logger: Logger
    ) {
        var routes: [String: any Route] = [
            configuration.telemetryPath.text: MetricsRoute(latest: latest),
            HealthPaths.healthy: HealthyRoute(),
            HealthPaths.ready: ReadyRoute(
                latest: latest, rules: rules, healthNeedsLogin: configuration.healthNeedsLogin),
            BudgetsPage.path: BudgetsRoute(configuration: configuration, latest: latest),
            TeamsRoute.path: TeamsRoute(latest: latest),
            ReloadRoute.path: ReloadRoute(reload: configuration.allowsReload ? reload : nil),
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
            if route.methods.contains(request.method) {
                response = await route.respond(to: request)
            } else {
                response = await .notAllowed(by: route, at: path)
            }
            // Only paths of our own: whatever else a client sends belongs in no log.
            logger.debug("answered", metadata: ["path": "\(name)", "status": "\(response.status.code)"])
        } else {
            response = await .sentence(.notFound, "There is no such page; / lists those there are.", at: path)
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
    fileprivate static func notAllowed(by route: any Route, at path: String) async -> Response {
        let methods = route.methods.map(\.rawValue)
        var response = await sentence(
            .methodNotAllowed, "This page answers \(methods.joined(separator: " and ")) only.", at: path)
        response.headers[.allow] = methods.joined(separator: ", ")
        return response
    }
}

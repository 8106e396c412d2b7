import HTTPTypes
import Hummingbird
import NIOCore
import Threading

/// All pages behind the rules of the web configuration. Whoever is not let in learns nothing, not even which pages there
/// are; the health checks alone answer everybody, unless they are told not to.
struct GuardedRoutes: HTTPResponder {
    /// A request and where it comes from.
    struct Context: RequestContext {
        var coreContext: CoreRequestContextStorage
        let clientAddress: String

        init(source: ApplicationRequestContextSource) {
            coreContext = .init(source: source)
            clientAddress = source.channel.clientAddress
        }
    }

    let routes: Routes
    let rules: Published<WebRules>
    let healthNeedsLogin: Bool
    let time: any TimeSource
    let failedLogins: ThrottledLine

    func respond(to request: Request, context: Context) async -> Response {
        let rules = rules.value
        var response =
            if let refusal = await refusal(of: request, context, rules) {
                refusal.answering(request.method)
            } else {
                await routes.respond(to: request)
            }
        for header in rules.headers { response.headers[header.name] = header.value }
        return response
    }

    private func refusal(of request: Request, _ context: Context, _ rules: WebRules) async -> Response? {
        let isHealthCheck = HealthPaths.contains(request.uri.path)
        if isHealthCheck, !healthNeedsLogin { return nil }
        // Health checks are not counted: strangers could have the exporter started anew.
        if !isHealthCheck, let limiter = rules.rateLimiter, !limiter.withLock({ $0.admit(at: time.uptime) }) {
            return .tooMany("Too many requests come at a time.")
        }
        guard let authentication = rules.authentication else { return nil }
        let authorization = request.headers[values: .authorization]
        switch await authentication.verdict(on: authorization, from: context.clientAddress) {
        case .granted: return nil
        case .busy: return .tooMany("Too many logins are being checked.")
        case .missing: return .unauthorized(authentication.challenge)
        case .refused:
            // Not even the name: people type passwords into the wrong field.
            failedLogins.write(client: context.clientAddress, reason: "wrong user, password or token")
            return .unauthorized(authentication.challenge)
        }
    }
}

extension Response {
    fileprivate static func tooMany(_ sentence: String) -> Response {
        var response = text(.tooManyRequests, sentence)
        response.headers[.retryAfter] = "1"
        return response
    }

    fileprivate static func unauthorized(_ challenge: String) -> Response {
        var response = text(.unauthorized, "Who reads this has to log in.")
        response.headers[.wwwAuthenticate] = challenge
        return response
    }
}

extension Channel {
    /// Where the connection comes from, for logs and for fairness.
    var clientAddress: String { remoteAddress?.ipAddress ?? "unknown" }
}

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
        /// Whether the client is still there.
        let isConnected: @Sendable () -> Bool

        init(source: ApplicationRequestContextSource) {
            coreContext = .init(source: source)
            clientAddress = source.channel.clientAddress
            isConnected = { [channel = source.channel] in channel.isActive }
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
            return await .tooMany("Too many requests come at a time.", at: request.uri.path)
        }
        guard let authentication = rules.authentication else { return nil }
        let authorization = request.headers[values: .authorization]
        let verdict = await authentication.verdict(
            on: authorization, from: context.clientAddress, whileAwaited: context.isConnected)
        switch verdict {
        case .granted: return nil
        case .busy: return await .tooMany("Too many logins are being checked.", at: request.uri.path)
        case .missing: return await .unauthorized(authentication.challenge, at: request.uri.path)
        case .refused:
            // Not even the name: people type passwords into the wrong field.
            failedLogins.write(client: context.clientAddress, reason: "wrong user, password or token")
            return await .unauthorized(authentication.challenge, at: request.uri.path)
        }
    }
}

extension Response {
    // Who is not let in is not given a place to keep, either: those who are have to find one.
    fileprivate static func tooMany(_ sentence: String, at path: String) async -> Response {
        var response = await self.sentence(.tooManyRequests, sentence, at: path)
        response.headers[.retryAfter] = "1"
        response.headers[.connection] = "close"
        return response
    }

    fileprivate static func unauthorized(_ challenge: String, at path: String) async -> Response {
        var response = await sentence(.unauthorized, "Who reads this has to log in.", at: path)
        response.headers[.wwwAuthenticate] = challenge
        response.headers[.connection] = "close"
        return response
    }
}

extension Channel {
    /// Where the connection comes from, for logs and for fairness.
    var clientAddress: String { remoteAddress?.ipAddress ?? "unknown" }
}

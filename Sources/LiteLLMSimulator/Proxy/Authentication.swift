/// Finds out whose key a request carries, with LiteLLM's refusals.
struct Authentication {
    let settings: ProxySettings
    let now: Double

    /// Routes a key may call by the name of a group instead of one by one.
    private static let routeGroups: [String: Set<String>] = [
        "info_routes": [
            "/key/info", "/team/info", "/team/list", "/v2/team/list", "/key/list", "/organization/list",
            "/v2/user/info",
        ],
        "management_routes": [
            "/key/info", "/team/info", "/team/list", "/v2/team/list", "/key/list", "/user/list",
        ],
    ]

    /// Routes that LiteLLM keeps from everybody else than administrators before it asks the endpoint, unless the
    /// key's list names the route itself. The endpoint may still refuse then.
    private static let administratorsRoutes: Set<String> = ["/budget/list", "/customer/list", "/provider/budgets"]

    /// The secret that the request carries.
    func secret(in request: SimulatedRequest) throws(Refusal) -> String {
        let secret: String
        if let name = settings.keyHeaderName {
            guard let value = request.header(name), !value.isEmpty else { throw Self.noKey }
            secret = try Self.withoutScheme(value)
        } else if let value = request.header("x-litellm-api-key"), !value.isEmpty {
            secret = (try? Self.withoutScheme(value)) ?? value
        } else if let value = request.header("authorization"), !value.isEmpty {
            secret = try Self.withoutScheme(value)
        } else if let value = Self.plainHeaders.lazy.compactMap(request.header).first(where: { !$0.isEmpty }) {
            secret = value
        } else {
            throw Self.noKey
        }
        guard secret.hasPrefix("sk-") || secret == settings.masterKey else {
            let scalars = secret.unicodeScalars.count
            let masked = scalars > 8 ? "\(secret.prefix(4))****\(secret.suffix(4))" : "****"
            throw .proxyError(
                status: 401,
                message: "LiteLLM Virtual Key expected. Received=\(masked), expected to start with 'sk-'.")
        }
        return secret
    }

    /// The caller behind a secret, and whether it may call this route.
    func caller(secret: String, route: String, in database: Database) throws(Refusal) -> Caller {
        if secret == settings.masterKey { return .master }
        let token = SimulatedKey.token(of: secret)
        let abbreviation = SimulatedKey.abbreviation(of: secret)
        guard let key = database.keys[token] else {
            throw .proxyError(
                status: 401,
                message:
                    "Authentication Error, Invalid proxy server token passed. Received API Key = \(abbreviation), "
                    + "Key Hash (Token) =\(token). Unable to find token in cache or `LiteLLM_VerificationTokenTable`",
                type: "token_not_found_in_db", param: "key")
        }
        if key.isBlocked == true {
            throw Self.blocked("Key is blocked. Update via `/key/unblock` if you're an admin.")
        }
        if let expires = key.expires, expires < now {
            throw .proxyError(
                status: 401,
                message: "Authentication Error - Expired Key. Key Expiry time \(DateText.python(expires)) "
                    + "and current time \(DateText.python(now))",
                type: "expired_key", param: abbreviation)
        }
        if let teamID = key.teamID, database.teams[teamID]?.isBlocked == true {
            throw Self.blocked("Team=\(teamID) is blocked. Update via `/team/unblock` if you're an admin.")
        }
        guard Self.isAllowed(key.allowedRoutes, route) else {
            throw .detail(
                status: 403,
                "Virtual key is not allowed to call this route. Only allowed to call routes: "
                    + "\(PythonText.list(key.allowedRoutes)). Tried to call route: \(route)")
        }
        let caller = Caller.key(key, owner: key.userID.flatMap { database.users[$0] })
        if Self.administratorsRoutes.contains(route), !caller.hasAdminView,
            !Self.isNamed(route, in: key.allowedRoutes)
        {
            throw Self.administratorsOnly(route, caller)
        }
        return caller
    }

    private static let plainHeaders = ["api-key", "x-api-key", "x-goog-api-key", "ocp-apim-subscription-key"]

    private static let noKey = Refusal.proxyError(status: 401, message: "Authentication Error, No api key passed in.")

    private static func blocked(_ message: String) -> Refusal {
        .proxyError(status: 401, message: "Authentication Error, \(message)")
    }

    private static func administratorsOnly(_ route: String, _ caller: Caller) -> Refusal {
        var role = "unknown"
        var userID = "unknown"
        if case .key(_, let owner?) = caller { (role, userID) = (owner.role?.rawValue ?? role, owner.id) }
        return .proxyError(
            status: 401,
            message: "Authentication Error, Only proxy admin can be used to generate, delete, update info for new "
                + "keys/users/teams. Route=\(route). Your role=\(role). Your user_id=\(masked(userID))")
    }

    /// The first six characters of an id and the last two; nothing of a short one.
    private static func masked(_ id: String) -> String {
        let count = id.unicodeScalars.count
        if count <= 4 { return "***" }
        if count <= 8 { return String(repeating: "*", count: count) }
        return id.prefix(6) + String(repeating: "*", count: count - 8) + id.suffix(2)
    }

    private static func withoutScheme(_ value: String) throws(Refusal) -> String {
        for scheme in ["Bearer ", "bearer ", "Basic "] where value.hasPrefix(scheme) {
            let secret = String(value.dropFirst(scheme.count))
            if !secret.isEmpty { return secret }
        }
        throw .proxyError(
            status: 401,
            message: "Authentication Error, Malformed API Key passed in. Ensure Key has `Bearer ` prefix.")
    }

    /// No list allows all. Besides naming a route, a list may name a group of routes.
    private static func isAllowed(_ allowed: [String], _ route: String) -> Bool {
        allowed.isEmpty || isNamed(route, in: allowed) || allowed.contains { routeGroups[$0]?.contains(route) == true }
    }

    /// A route is named as it is, by a prefix of its path, or by a trailing `*`.
    private static func isNamed(_ route: String, in allowed: [String]) -> Bool {
        allowed.contains { entry in
            entry == route || route.hasPrefix(entry + "/")
                || (entry.hasSuffix("*") && route.hasPrefix(entry.dropLast()))
        }
    }
}

/// A LiteLLM proxy without LiteLLM: it answers the admin API from made-up teams, keys and users that spend
/// over time.
///
/// There is no socket and no clock in it. Time moves by ``advance(to:)`` only, so that tests and accelerated servers
/// set their own pace. Answers have the statuses, shapes and order of members of LiteLLM 1.106.2.
///
/// An actor, as requests, spending and edits meet in the same rows.
public actor SimulatedProxy {
    private var settings: ProxySettings
    var database: Database
    private var spending: Spending
    private var faults: [Fault] = []
    private var followUps: [FollowUp] = []
    /// When LiteLLM last checked each key against its database, by hash.
    private var authenticatedAt: [String: Double] = [:]
    /// How often each route was asked for, whatever it answered.
    public private(set) var requestCounts: [String: Int] = [:]

    /// LiteLLM knows a key without its database for so many seconds.
    private static let authenticationLifetime = 60.0

    /// - Parameter start: where simulated time begins, in seconds since 1970.
    public init(_ population: Population, settings: ProxySettings = ProxySettings(), startingAt start: Double) {
        self.settings = settings
        database = population.database
        spending = Spending(population.script, settings: settings, startingAt: start)
    }

    /// Simulated time in seconds since 1970; the `Date` header shows it.
    public var now: Double { spending.now }

    /// Lets time pass: keys spend, the reset job runs, the script's changes happen. Time never goes back.
    public func advance(to time: Double) {
        spending.advance(to: time, in: &database)
    }

    /// Becomes another version, or is set up anew, with the same rows.
    public func upgrade(to settings: ProxySettings) {
        self.settings = settings
        spending.settings = settings
    }

    // MARK: Requests

    public func respond(to request: SimulatedRequest) -> SimulatedResponse {
        var response = answer(request)
        let length = [(name: "content-length", value: String(response.body.count))]
        response.headers = Self.frameHeaders + [("date", DateText.http(now))] + length + response.headers
        if request.method == "HEAD" { response.body = [] }
        return response
    }

    private func answer(_ request: SimulatedRequest) -> SimulatedResponse {
        let parts = request.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = PercentEncoding.decoded(parts[0])
        let query = Query(parts.count > 1 ? parts[1] : "")
        guard path.hasPrefix(settings.rootPath) else { return Self.notFound }
        let route = String(path.dropFirst(settings.rootPath.count))
        guard let endpoint = endpoint(at: route) else {
            if route.hasSuffix("/"), endpoint(at: String(route.dropLast())) != nil {
                let host = request.header("host").map { "http://\($0)" } ?? ""
                return SimulatedResponse(status: 307, headers: [("location", host + String(path.dropLast()))])
            }
            return Self.notFound
        }
        requestCounts[route, default: 0] += 1
        guard request.method == "GET" else {
            var refusal = Refusal.detail(status: 405, "Method Not Allowed").response
            refusal.headers.append(("allow", "GET"))
            return refusal
        }

        let page = query["page"].flatMap { Int($0) } ?? 1
        let effects = strike(route: route, page: page, isConnectionReused: request.isConnectionReused)
        if let replacement = effects.lazy.compactMap(\.replacement).first { return replacement }
        var response = answer(request, query, endpoint, effects)
        if let delivery = effects.lazy.compactMap(\.delivery).first { response.delivery = delivery }
        applyFollowUps(route: route, page: page)
        return response
    }

    private func answer(
        _ request: SimulatedRequest, _ query: Query, _ endpoint: any Endpoint, _ effects: [Fault.Effect]
    ) -> SimulatedResponse {
        let isDatabaseAway = effects.contains { $0.isDatabaseOutage }
        do throws(Refusal) {
            let caller =
                endpoint.isPublic
                ? Caller.master : try authenticate(request, endpoint.route, isDatabaseAway: isDatabaseAway)
            let call = Call(
                caller: caller, query: query, now: now, settings: settings,
                distortion: effects.lazy.compactMap(\.distortion).first)
            if isDatabaseAway, !endpoint.isAnsweredFromMemory { return endpoint.answerWithoutDatabase(call) }
            return try endpoint.answer(call, from: &database)
        } catch {
            return error.response
        }
    }

    private func authenticate(
        _ request: SimulatedRequest, _ route: String, isDatabaseAway: Bool
    ) throws(Refusal) -> Caller {
        let authentication = Authentication(settings: settings, now: now)
        let secret = try authentication.secret(in: request)
        let token = SimulatedKey.token(of: secret)
        if isDatabaseAway, secret != settings.masterKey {
            let age = now - (authenticatedAt[token] ?? -.infinity)
            if age > Self.authenticationLifetime { throw .databaseUnreachable }
        }
        let caller = try authentication.caller(secret: secret, route: route, in: database)
        if !isDatabaseAway { authenticatedAt[token] = now }
        return caller
    }

    private func endpoint(at route: String) -> (any Endpoint)? {
        settings.absentRoutes.contains(route) ? nil : Endpoints.all.first { $0.route == route }
    }

    private static let notFound = Refusal.detail(status: 404, "Not Found").response

    private static let frameHeaders = [
        ("vary", "Origin"), ("x-frame-options", "DENY"), ("content-security-policy", "frame-ancestors 'none'"),
        ("x-content-type-options", "nosniff"),
    ].map { (name: $0.0, value: $0.1) }

    // MARK: Faults

    /// The faults in force, in the order in which they were added.
    public var activeFaults: [Fault] { faults }

    public func inject(_ fault: Fault) { faults.append(fault) }

    public func clearFaults() { faults = [] }

    private func strike(route: String, page: Int, isConnectionReused: Bool) -> [Fault.Effect] {
        var effects: [Fault.Effect] = []
        for index in faults.indices where faults[index].concerns(route: route, page: page) {
            if case .droppedConnection = faults[index].effect, !isConnectionReused { continue }
            effects.append(faults[index].effect)
            faults[index].remaining = faults[index].remaining.map { $0 - 1 }
        }
        faults.removeAll { $0.remaining == 0 }
        return effects
    }

    // MARK: Edits

    private struct FollowUp {
        let route: String
        let page: Int
        let change: Change
    }

    public func apply(_ change: Change) {
        database.apply(change, at: now)
        spending.follow(change)
    }

    /// Applies a change once, right after that page of a route was answered: rows that come and go under a walk. A list
    /// without pages is its first page.
    public func apply(_ change: Change, afterPage page: Int, of route: String) {
        followUps.append(FollowUp(route: route, page: page, change: change))
    }

    /// Charges a request's cost now: to the key and to all that LiteLLM charges along with it. Nothing is charged where
    /// LiteLLM would refuse the request, and little more than what is left where the cost is higher than that.
    ///
    /// - Parameters:
    ///   - cost: US dollars.
    ///   - customerID: whom the request names as its end user; LiteLLM adds a customer that it did not know.
    ///   - provider: whose model answered.
    public func spend(_ cost: Double, byKey token: String, customerID: String? = nil, provider: String? = nil) {
        database.add(Charge(token: token, cost: cost, customerID: customerID, provider: provider), at: now)
    }

    /// From now on a key spends so many US dollars an hour, whatever it spent until now.
    public func spend(usdPerHour: Double, byKey token: String) {
        spending.setRate(usdPerHour, ofKey: token)
    }

    /// Sets the proxy up in another way, as if restarted: a licence more, a newer version.
    public func reconfigure(_ edit: @Sendable (inout ProxySettings) -> Void) {
        edit(&settings)
        spending.settings = settings
    }

    private func applyFollowUps(route: String, page: Int) {
        for followUp in followUps where followUp.route == route && followUp.page == page {
            apply(followUp.change)
        }
        followUps.removeAll { $0.route == route && $0.page == page }
    }
}

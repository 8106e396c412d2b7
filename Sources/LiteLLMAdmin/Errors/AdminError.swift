/// Why a question to the proxy has no usable answer.
public struct AdminError: Error, Hashable, Sendable {
    /// The closed set that metrics and logs name.
    public enum Reason: String, CaseIterable, Hashable, Sendable {
        case unauthorized
        case forbidden
        case databaseUnavailable = "database_unavailable"
        case notFound = "not_found"
        case overloaded
        case timeout
        case connection
        case tls
        case badResponse = "bad_response"
        case tooLarge = "too_large"
        case serverError = "server_error"
    }

    public var endpoint: Endpoint
    public var reason: Reason
    /// Nil when no answer came.
    public var status: Int?
    /// One sentence or two for an operator: what happened and what mends it. Built from words of our own, as LiteLLM's
    /// error bodies hold key hashes, driver messages and tracebacks.
    public var explanation: String
    /// How long the proxy, or something in front of it, asked to be left alone.
    public var retryAfter: Duration?
    /// Set where the proxy, as it is set up, has nothing to tell here.
    public var unavailability: Unavailability?

    public init(
        _ endpoint: Endpoint, _ reason: Reason, status: Int? = nil, explanation: String, retryAfter: Duration? = nil,
        unavailability: Unavailability? = nil
    ) {
        self.endpoint = endpoint
        self.reason = reason
        self.status = status
        self.explanation = explanation
        self.retryAfter = retryAfter
        self.unavailability = unavailability
    }

    /// Whether the proxy's database being away could be behind this: LiteLLM then answers 404 to `/team/info`, 500 to
    /// keys, 503 to lists and, when told to go on without a database, 401 and 403; a database that hangs makes it hang.
    public var mayBeDatabaseOutage: Bool {
        switch reason {
        case .unauthorized, .forbidden, .notFound, .serverError, .overloaded, .timeout: true
        case .databaseUnavailable, .connection, .tls, .badResponse, .tooLarge: false
        }
    }

    /// Whether LiteLLM says in its own words that the account that was asked for is not there; where its database is away
    /// it says so of teams too.
    public var saysAccountIsMissing: Bool { reason == .notFound && unavailability == nil }

    /// The same failure, once `/health/readiness` has told that the database is away.
    public func blamedOnDatabase() -> AdminError {
        var error = self
        error.reason = .databaseUnavailable
        error.unavailability = nil
        error.explanation = "LiteLLM cannot reach its database; nothing is read until it can"
        return error
    }
}

extension AdminError: CustomStringConvertible {
    public var description: String {
        let answer = status.map { "answered \($0)" } ?? "did not answer"
        return "GET \(endpoint.path) \(answer) (\(reason.rawValue)): \(explanation)"
    }
}

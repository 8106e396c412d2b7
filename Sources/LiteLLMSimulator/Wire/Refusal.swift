/// An error answer in one of the shapes that LiteLLM uses.
enum Refusal: Error {
    /// `{"error":{"message","type","param","code"}}`, where `code` is a string.
    case proxyError(status: Int, message: String, type: String = "auth_error", param: String? = "None")
    /// `{"detail":"text"}`
    case detail(status: Int, String)
    /// `{"detail":{"error":"text"}}`
    case detailError(status: Int, String)
    /// `{"detail":[{"type","loc","msg"}]}` with 422.
    case invalidQuery([ValidationProblem])
    /// `{"error":{"message","type"}}` with 500: an exception that nothing caught.
    case unhandled

    static let databaseUnreachable = Refusal.proxyError(
        status: 503,
        message: "Service Unavailable, the authentication database is temporarily unreachable. Please retry shortly.",
        type: "no_db_connection")

    /// How an endpoint that catches the database's error hands it on.
    static let connectionFailed = Refusal.caught(status: 500, "All connection attempts failed")

    /// An exception of any kind that an endpoint turned into an answer.
    static func caught(status: Int, _ message: String) -> Refusal {
        .proxyError(status: status, message: message, type: "internal_server_error", param: nil)
    }

    /// How endpoints under `/key` refuse a bad request: the type says something else.
    static func keyEndpoint(status: Int, _ message: String) -> Refusal {
        .proxyError(status: status, message: message, type: "internal_server_error")
    }

    var response: SimulatedResponse {
        switch self {
        case .proxyError(let status, let message, let type, let param):
            var error = JSONObject()
            error.set("message", message)
            error.set("type", type)
            error.set("param", param)
            error.set("code", String(status))
            return Self.wrapped(status, "error", error)
        case .detail(let status, let text): return Self.wrapped(status, "detail", text)
        case .detailError(let status, let text):
            var detail = JSONObject()
            detail.set("error", text)
            return Self.wrapped(status, "detail", detail)
        case .invalidQuery(let problems): return Self.wrapped(422, "detail", problems)
        case .unhandled:
            var error = JSONObject()
            error.set("message", "Internal server error")
            error.set("type", "internal_server_error")
            return Self.wrapped(500, "error", error)
        }
    }

    private static func wrapped(_ status: Int, _ name: String, _ value: some JSONWritable) -> SimulatedResponse {
        var body = JSONObject()
        body.set(name, value)
        return .json(status, body)
    }
}

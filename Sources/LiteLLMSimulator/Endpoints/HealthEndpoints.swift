/// `GET /health/readiness`: 503 while the database is away, with a status that still says healthy.
struct ReadinessEndpoint: Endpoint {
    let route = "/health/readiness"
    let isPublic = true

    func answer(_ call: Call, from database: inout Database) throws(Refusal) -> SimulatedResponse {
        Self.report(200, database: "connected", call)
    }

    func answerWithoutDatabase(_ call: Call) -> SimulatedResponse { Self.report(503, database: "disconnected", call) }

    private static func report(_ status: Int, database: String, _ call: Call) -> SimulatedResponse {
        var body = JSONObject()
        body.set("status", "healthy")
        body.set("db", database)
        if let version = call.settings.toldVersion { body.set("litellm_version", version) }
        return .json(status, body)
    }
}

/// `GET /health/liveliness`, which answers a JSON string whatever happens to the database.
struct LivelinessEndpoint: Endpoint {
    let route: String
    let isPublic = true

    func answer(_ call: Call, from database: inout Database) throws(Refusal) -> SimulatedResponse {
        answerWithoutDatabase(call)
    }

    func answerWithoutDatabase(_ call: Call) -> SimulatedResponse { .json(200, "I'm alive!") }
}

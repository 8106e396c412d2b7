import Hummingbird

/// Tells that the process is alive, whatever LiteLLM does.
struct HealthyRoute: Route {
    func respond(to request: Request) async -> Response {
        .text(.ok, "The exporter is healthy.")
    }
}

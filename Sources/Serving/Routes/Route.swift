import Hummingbird

/// What one path answers to GET, and without its content to HEAD.
protocol Route: Sendable {
    func respond(to request: Request) async -> Response
}

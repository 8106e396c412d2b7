import HTTPTypes
import Hummingbird

/// What one path answers.
protocol Route: Sendable {
    /// What it can be asked by: GET and, without its content, HEAD, where it does not say otherwise.
    var methods: [HTTPRequest.Method] { get }

    func respond(to request: Request) async -> Response
}

extension Route {
    var methods: [HTTPRequest.Method] { [.get, .head] }
}

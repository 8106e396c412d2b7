/// One HTTP request to the simulated proxy, without a socket.
public struct SimulatedRequest: Sendable {
    public var method: String
    /// Path and query as they stand in the request line, percent-encoded.
    public var target: String
    public var headers: [(name: String, value: String)]
    /// Whether an earlier request came over the same connection.
    public var isConnectionReused = false

    public init(method: String = "GET", target: String, headers: [(name: String, value: String)] = []) {
        self.method = method
        self.target = target
        self.headers = headers
    }

    /// A GET with `Authorization: Bearer <key>`.
    public static func get(_ target: String, key: String) -> SimulatedRequest {
        SimulatedRequest(target: target, headers: [("Authorization", "Bearer \(key)")])
    }

    /// The first header of that name, in any case.
    func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name.lowercased() == name }?.value
    }
}

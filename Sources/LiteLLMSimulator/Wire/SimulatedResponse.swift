/// One HTTP answer of the simulated proxy.
public struct SimulatedResponse: Sendable {
    /// How a server brings the answer to the client. In-process transports have to act on it too.
    public enum Delivery: Sendable, Equatable {
        case immediate
        /// After that many seconds of real time.
        case delayed(seconds: Double)
        /// The head says the full length, the connection breaks after so many bytes of the body.
        case cut(afterBytes: Int)
        /// No byte ever; the connection stays open until the client gives up.
        case never
        /// No byte; the connection is closed at once.
        case dropped
    }

    public var status: Int
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    public var delivery = Delivery.immediate

    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The body as text, for tests and logs.
    public var text: String { String(decoding: body, as: UTF8.self) }

    static func json(_ status: Int, _ value: some JSONWritable) -> SimulatedResponse {
        var body: [UInt8] = []
        value.write(to: &body)
        return SimulatedResponse(status: status, headers: [("content-type", "application/json")], body: body)
    }
}

/// How long a connection may take for what; one that takes longer is closed.
public struct ConnectionTimeouts: Hashable, Sendable {
    /// From the opening of the connection, or the first line of a later request, until the request is here as a whole.
    public var request: Duration = .seconds(10)
    /// From a request until its whole response is taken: who reads slowly holds a snapshot in memory.
    public var response: Duration = .seconds(30)
    /// Between a response and the next request.
    public var idle: Duration = .seconds(75)
    /// For responses under way when the server stops; the exporter as a whole stops within 10 seconds.
    public var drain: Duration = .seconds(8)

    public init() {}
}

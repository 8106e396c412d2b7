/// One request as it went, for the exporter's own metrics.
public struct Exchange: Sendable {
    public var endpoint: Endpoint
    /// Nil when no answer came.
    public var status: Int?
    public var duration: Duration
    /// The answer's `Date` header, to tell how far the two clocks are apart.
    public var date: String?

    public init(endpoint: Endpoint, status: Int?, duration: Duration, date: String?) {
        self.endpoint = endpoint
        self.status = status
        self.duration = duration
        self.date = date
    }
}

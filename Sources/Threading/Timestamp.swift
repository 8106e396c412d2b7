/// A point of wall time.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
    public var unixSeconds: Double

    public init(unixSeconds: Double) {
        self.unixSeconds = unixSeconds
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.unixSeconds < right.unixSeconds
    }

    public static func + (time: Timestamp, span: Duration) -> Timestamp {
        Timestamp(unixSeconds: time.unixSeconds + span.seconds)
    }

    public static func - (time: Timestamp, span: Duration) -> Timestamp {
        Timestamp(unixSeconds: time.unixSeconds - span.seconds)
    }

    public static func - (later: Timestamp, earlier: Timestamp) -> Duration {
        .seconds(later.unixSeconds - earlier.unixSeconds)
    }
}

extension Duration {
    /// The span in seconds, fractions included.
    public var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}

/// How long a source rests after failures in a row, twice as long after each, up to a bound; and where there is nothing.
public struct BackOff: Hashable, Sendable {
    /// After one failure; no longer than the interval.
    public var first: Duration
    /// After many; no shorter than the interval.
    public var longest: Duration
    /// After an answer that there is nothing to tell, as that may change.
    public var unavailable: Duration

    public static let standard = BackOff(first: .seconds(5), longest: .seconds(30), unavailable: .seconds(300))

    public init(first: Duration, longest: Duration, unavailable: Duration) {
        self.first = first
        self.longest = longest
        self.unavailable = unavailable
    }
}

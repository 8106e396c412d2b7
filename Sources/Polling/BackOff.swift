/// How long a source rests after failures in a row: twice as long after each, up to a bound.
public struct BackOff: Hashable, Sendable {
    /// After one failure; no longer than the interval.
    public var first: Duration
    /// After many; no shorter than the interval.
    public var longest: Duration

    public static let standard = BackOff(first: .seconds(5), longest: .seconds(30))

    public init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
    }
}

/// How long a source rests after failures in a row, twice as long after each, up to a bound; and where there is nothing.
public struct BackOff: Hashable, Sendable {
    /// After one failure; no longer than the interval.
    public var first: Duration
    /// After many; no shorter than the interval.
    public var longest: Duration
    /// After an answer that there is nothing to tell, as that may change.
    public var unavailable: Duration

    public static let standard = BackOff(first: .seconds(5), longest: .seconds(30), unavailable: .seconds(300))

    /// No longer than this is heeded of what a proxy asks for with `Retry-After`.
    static let longestRetryAfter: Duration = .seconds(300)

    public init(first: Duration, longest: Duration, unavailable: Duration) {
        self.first = first
        self.longest = longest
        self.unavailable = unavailable
    }

    /// The rest after so many failures in a row of what is done once an interval.
    func rest(afterFailures failures: Int, interval: Duration) -> Duration {
        let doubled = min(first, interval) * (1 << min(max(failures, 1) - 1, 20))
        return min(doubled, max(longest, interval))
    }
}

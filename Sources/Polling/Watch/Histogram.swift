/// How long requests took, counted in buckets.
public struct Histogram: Hashable, Sendable {
    /// Upper bounds in seconds, from a health check on the same machine to the longest timeout in use.
    public static let bounds: [Double] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

    /// Observations up to each bound and above the one before; the last is above all bounds.
    public private(set) var counts: [Int]
    /// Seconds.
    public private(set) var sum = 0.0

    init() {
        counts = Array(repeating: 0, count: Self.bounds.count + 1)
    }

    mutating func record(_ seconds: Double) {
        counts[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
        sum += seconds
    }
}

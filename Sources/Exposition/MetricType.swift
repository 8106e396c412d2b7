/// What a family's samples are, in the words of both text formats.
public enum MetricType: String, Sendable, CaseIterable {
    case gauge
    case counter
    case histogram

    /// What a sample's name has after the family's name of OpenMetrics.
    var sampleSuffixes: [String] {
        switch self {
        case .gauge: [""]
        case .counter: ["_total"]
        case .histogram: ["_bucket", "_sum", "_count"]
        }
    }
}

/// A text format that Prometheus reads.
public enum ExpositionFormat: Sendable, CaseIterable {
    /// Prometheus text format 0.0.4, which everything reads.
    case text004
    /// Prometheus text format 1.0.0: for the names used here, the same page.
    case text100
    /// OpenMetrics 1.0.0.
    case openMetrics100

    var mediaType: String {
        switch self {
        case .text004, .text100: "text/plain"
        case .openMetrics100: "application/openmetrics-text"
        }
    }

    var version: String {
        switch self {
        case .text004: "0.0.4"
        case .text100, .openMetrics100: "1.0.0"
        }
    }
}

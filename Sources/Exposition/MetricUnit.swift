/// The unit of a family's values.
public enum MetricUnit: String, Sendable, CaseIterable {
    case usd
    case usdPerSecond = "usd_per_second"
    case seconds
    case hours
    case bytes
    case ratio
}

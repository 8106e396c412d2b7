/// What Grafana calls the units that the dashboards use.
enum Unit: String, Sendable {
    case usd = "currencyUSD"
    case ratio = "percentunit"
    case seconds = "s"
    /// In words, as "2 hours, 5 minutes".
    case duration = "dtdurations"
    /// Of milliseconds since 1970, as "in 5 hours".
    case fromNow = "dateTimeFromNow"
    case requestsPerSecond = "reqps"
    case bytes
    case count = "short"
    case none

    /// How many decimals numbers below each other need, to be compared; of a duration, how many smaller units follow the
    /// largest. nil where Grafana chooses well.
    var decimals: Int? {
        switch self {
        case .usd: 2
        case .ratio, .duration: 1
        default: nil
        }
    }
}

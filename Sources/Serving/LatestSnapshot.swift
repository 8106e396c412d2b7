import Threading

/// The snapshot that requests are answered from, as long as it may be.
struct LatestSnapshot: Sendable {
    enum Availability: Sendable {
        case servable(Snapshot)
        case unavailable(Unavailability)
    }

    /// Why there is nothing to serve.
    enum Unavailability: Sendable {
        /// Nothing was published yet.
        case starting
        case expired
    }

    let published: Published<Snapshot?>
    let time: any TimeSource

    var availability: Availability {
        guard let snapshot = published.value else { return .unavailable(.starting) }
        return time.uptime < snapshot.servableUntil ? .servable(snapshot) : .unavailable(.expired)
    }
}

extension LatestSnapshot.Unavailability {
    /// For whoever asked.
    var sentence: String {
        switch self {
        case .starting: "The exporter is starting: there is nothing to show yet."
        case .expired:
            "What was read last is too old to be shown, as nothing newer came for a minute; see the exporter's log."
        }
    }
}

import Threading

/// The snapshot that requests are answered from, as long as it may be.
struct LatestSnapshot: Sendable {
    enum Availability: Sendable {
        case servable(Snapshot)
        /// Nothing was published yet.
        case missing
        case expired
    }

    let published: Published<Snapshot?>
    let time: any TimeSource

    var availability: Availability {
        guard let snapshot = published.value else { return .missing }
        return time.uptime < snapshot.servableUntil ? .servable(snapshot) : .expired
    }
}

extension LatestSnapshot.Availability {
    var snapshot: Snapshot? {
        guard case .servable(let snapshot) = self else { return nil }
        return snapshot
    }

    /// Why there is none, as one sentence; nil when there is one.
    var complaint: String? {
        switch self {
        case .servable: nil
        case .missing: "The exporter is starting: there is nothing to show yet."
        case .expired:
            "What was read last is too old to be shown, as nothing newer came for a minute; see the exporter's log."
        }
    }
}

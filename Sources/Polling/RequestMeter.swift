import Threading

/// Counts for how long requests of one source were under way until they were answered. Waiting for other sources to make room is not part of
/// that, as it costs the proxy nothing.
final class RequestMeter: Sendable {
    private struct Spans {
        var total: Duration = .zero
        var lap: Duration = .zero
    }

    /// A lock, as requests end on whichever thread decodes them.
    private let spans = Locked(Spans())

    /// Counts a request that has ended.
    func add(_ duration: Duration) {
        spans.withLock {
            $0.total += duration
            $0.lap += duration
        }
    }

    /// All so far.
    var total: Duration { spans.withLock { $0.total } }

    /// What has come since the last lap; begins the next.
    func lap() -> Duration {
        spans.withLock { spans in
            defer { spans.lap = .zero }
            return spans.lap
        }
    }
}

import LiteLLMAdmin
import Threading

/// Counts the requests of one source, and for how long they were under way until they were answered. Waiting for other
/// sources to make room is not part of that, as it costs the proxy nothing.
final class RequestMeter: Sendable {
    struct Reading: Hashable, Sendable {
        var requests = 0
        /// How long those that were answered were under way, together.
        var upstreamTime: Duration = .zero

        static func - (left: Reading, right: Reading) -> Reading {
            Reading(requests: left.requests - right.requests, upstreamTime: left.upstreamTime - right.upstreamTime)
        }
    }

    private struct Counts {
        var total = Reading()
        var lap: Duration = .zero
    }

    /// A lock, as requests end on whichever thread decodes them.
    private let counts = Locked(Counts())

    /// Counts a request that has ended.
    func count(_ exchange: Exchange) {
        counts.withLock {
            $0.total.requests += 1
            // One that was not answered is for the back-off: a rest after its timeout would be many times that.
            guard exchange.status != nil else { return }
            $0.total.upstreamTime += exchange.duration
            $0.lap += exchange.duration
        }
    }

    /// All so far.
    var total: Reading { counts.withLock { $0.total } }

    /// For how long requests were under way since the last lap; begins the next.
    func lap() -> Duration {
        counts.withLock { counts in
            defer { counts.lap = .zero }
            return counts.lap
        }
    }
}

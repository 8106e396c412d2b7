import Hummingbird
import Polling

/// Tells whether there was a first complete look at the accounts, and what it still waits for.
struct ReadyRoute: Route {
    let latest: LatestSnapshot

    func respond(to request: Request) async -> Response {
        switch latest.availability {
        case .servable(let snapshot):
            if let obstacle = snapshot.report.obstacleToReadiness {
                .text(.serviceUnavailable, "The exporter is not ready: \(obstacle).")
            } else {
                .text(.ok, "The exporter is ready.")
            }
        case .unavailable(let reason):
            .text(.serviceUnavailable, reason.sentence)
        }
    }
}

extension Report {
    /// What the first complete look fails by or waits for; nil once there was one.
    var obstacleToReadiness: String? {
        guard !isReady else { return nil }
        let failures = sources.compactMap { status in
            status.failure.map { "cannot read \(status.source.rawValue): \($0.explanation)" }
        }
        guard failures.isEmpty else { return failures.joined(separator: "; ") }
        let unread = sources.filter { $0.lastSuccess == nil }.map(\.source.rawValue)
        return unread.isEmpty
            ? "nothing was read yet"
            : "the first complete sweep of \(unread.joined(separator: " and ")) is not over yet"
    }
}

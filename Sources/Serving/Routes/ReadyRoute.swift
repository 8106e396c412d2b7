import Hummingbird
import Polling
import Threading

/// Tells whether there was a first complete look at the accounts, and what it still waits for.
struct ReadyRoute: Route {
    let latest: LatestSnapshot
    let rules: Published<WebRules>
    let healthNeedsLogin: Bool

    func respond(to request: Request) async -> Response {
        switch latest.availability {
        case .servable(let snapshot):
            if let obstacle = snapshot.report.obstacleToReadiness(inDetail: !answersStrangers) {
                .text(.serviceUnavailable, "The exporter is not ready: \(obstacle).")
            } else {
                .text(.ok, "The exporter is ready.")
            }
        case .unavailable(let reason):
            .text(.serviceUnavailable, reason.sentence)
        }
    }

    /// Whether this page alone can be read by those who may not read the others.
    private var answersStrangers: Bool { rules.value.authentication != nil && !healthNeedsLogin }
}

extension Report {
    /// What the first complete look fails by or waits for; nil once there was one.
    ///
    /// - Parameter inDetail: Whether to say what the proxy answered.
    func obstacleToReadiness(inDetail: Bool) -> String? {
        guard !isReady else { return nil }
        guard let status = sources.first(where: { $0.source == discoverySource }) else { return "nothing was read yet" }
        let name = status.source.rawValue
        if let failure = status.failure {
            return inDetail ? "cannot read \(name): \(failure.explanation)" : "\(name) cannot be read"
        }
        if let shortfall = status.shortfall {
            return inDetail
                ? "\(name) were read in part only: \(shortfall.explanation)" : "\(name) were read in part only"
        }
        return inDetail ? "the first complete sweep of \(name) is not over yet" : "\(name) have not been read yet"
    }
}

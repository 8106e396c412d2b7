public import Exposition
public import Polling
public import Threading

/// What is served from one moment on: the page for Prometheus and the report that it was made from.
public struct Snapshot: Sendable {
    /// How long a snapshot may be served.
    public static let lifetime: Duration = .seconds(60)

    public let exposition: Exposition
    public let report: Report
    let presentation: Presentation
    /// From this instant on it is not served any more, so that a dead poller never looks like steady budgets.
    public let servableUntil: Uptime

    /// - Parameter madeAt: The instant from which the lifetime counts.
    public init(
        exposition: Exposition, report: Report, madeAt: Uptime, presentation: Presentation = Presentation()
    ) {
        self.exposition = exposition
        self.report = report
        self.presentation = presentation
        servableUntil = madeAt + Self.lifetime
    }
}

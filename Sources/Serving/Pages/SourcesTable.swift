import Budgets
import Polling
import Threading

/// How each thing that the exporter reads fares.
struct SourcesTable: Sendable {
    let sources: [SourceStatus]
    let now: Timestamp

    var html: HTML {
        guard !sources.isEmpty else { return .empty }
        let unwell = sources.filter { !$0.isWell }.map(\.source.rawValue)
        return HTML(.details, unwell.isEmpty ? [] : [(.open, "")]) {
            HTML(.summary) {
                HTML(.strong) { "Sources" }
                unwell.isEmpty ? " all \(sources.count) up" : " not in order: \(unwell.joined(separator: ", "))"
            }
            HTML.table(
                "What the exporter reads, and how that goes",
                columns: [.text("Source"), .text("State"), .number("Accounts"), .text("Last complete sweep")],
                style: "sources cards",
                sources.map(row))
        }
    }

    private func row(_ status: SourceStatus) -> HTML {
        HTML.row(
            .text(status.source.rawValue),
            [
                HTML(.td, status.failure == nil ? [] : [(.class, "alarm")]) { status.inWords },
                HTML.number { status.accounts.grouped },
                HTML.cell {
                    if let lastSuccess = status.lastSuccess {
                        HTML.time(lastSuccess, "\((now - lastSuccess).inOneUnit) ago")
                    } else {
                        "none yet"
                    }
                },
            ])
    }
}

extension SourceStatus {
    fileprivate var isWell: Bool { failure == nil && shortfall == nil && isUp != nil && !isPartial }

    fileprivate var inWords: String {
        if let failure { return "failing: \(failure.explanation)" }
        if let shortfall { return "read in part: \(shortfall.explanation)" }
        if let unavailability { return unavailability }
        guard isUp != nil else { return "not read yet" }
        return isPartial ? "sees only a part: the exporter's key may not read the rest" : "up"
    }
}

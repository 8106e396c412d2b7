import Budgets
import Polling
import Threading

/// How old what a page shows is, and what one has to know before one trusts it.
struct ReadingState: Sendable {
    let report: Report
    let staleAfter: Duration
    let now: Timestamp

    var html: HTML {
        let reliability = Reliability(report)
        let remarks = reliability.remarks(at: now, staleAfter: staleAfter)
        return .joined([
            HTML(.p, [(.class, "faint")]) {
                if let readAt = reliability.readAt {
                    "All teams read "
                    HTML.time(readAt, "\((now - readAt).inOneUnit) ago")
                    ", shown as of "
                } else {
                    "Shown as of "
                }
                HTML.time(now, now.toTheSecond)
                " UTC."
            },
            remarks.isEmpty
                ? .empty
                : HTML(.div, [(.class, "remarks"), (.role, "alert")]) {
                    HTML(.ul) {
                        for remark in remarks { HTML(.li) { remark } }
                    }
                },
        ])
    }
}

extension Timestamp {
    /// In UTC: `2026-11-21 12:00:00`.
    fileprivate var toTheSecond: String {
        String(description.prefix(19)).replacing("T", with: " ")
    }
}

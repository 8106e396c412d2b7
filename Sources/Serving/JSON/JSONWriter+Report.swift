import Budgets
import Polling
import Threading

extension JSONWriter {
    /// Writes what a document tells of the report as a whole.
    mutating func head(of report: Report) {
        member("updated_at", "\(report.time)")
        member("up", report.proxyIsUp)
        member("ready", report.isReady)
    }

    mutating func members(of status: SourceStatus) {
        member("source", status.source.rawValue)
        member("up", status.isUp)
        member("partial", status.isPartial)
        member("accounts", status.accounts)
        member("last_success_at", status.lastSuccess?.description)
        member("failure", object: status.failure ?? status.shortfall) { json, failure in
            json.member("reason", failure.reason)
            json.member("explanation", failure.explanation)
        }
    }
}

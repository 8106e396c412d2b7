import Budgets
import Polling
import Threading

extension JSONWriter {
    /// Writes the members of the document about teams.
    mutating func teams(of report: Report) {
        head(of: report)
        member("sources", objects: report.sources) { json, status in json.members(of: status) }
        member("teams", objects: report.accounts(.team)) { json, team in json.members(ofTeam: team) }
    }

    /// Writes what a document tells of the report as a whole.
    mutating func head(of report: Report) {
        member("updated_at", "\(report.time)")
        member("up", report.proxyIsUp)
        member("ready", report.isReady)
    }

    private mutating func members(of status: SourceStatus) {
        member("source", status.source.rawValue)
        member("up", status.isUp)
        member("partial", status.isPartial)
        member("accounts", status.accounts)
        member("last_success_at", status.lastSuccess?.description)
        member("failure", object: status.failure) { json, failure in
            json.member("reason", failure.reason)
            json.member("explanation", failure.explanation)
        }
    }
}

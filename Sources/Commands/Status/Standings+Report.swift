import Budgets
import Polling

extension Standings {
    /// What one look at the proxy has found.
    init(_ report: Report, proxyURL: String, because silence: ExporterSilence) throws(StatusError) {
        let listsTeams = report.sources.contains { $0.source == .teams }
        if !listsTeams, report.sources.contains(where: { $0.source == .keys }) {
            throw .nobodyTells(exporter: silence, proxy: "no team is listed, only keys; --poll.team-id lists teams")
        }
        self.init(
            origin: .proxy(url: proxyURL, because: silence), teams: report.withoutHistories.accounts(.team),
            reliability: Reliability(report))
        guard (reliability.isUp && reliability.readAt != nil) || !teams.isEmpty else {
            throw .nobodyTells(
                exporter: silence, proxy: reliability.failure ?? "LiteLLM at \(proxyURL) could not be read")
        }
    }
}

import Budgets
import Polling
import Threading

extension Standings {
    /// What one look at the proxy has found.
    init(_ report: Report, proxyURL: String, because silence: ExporterSilence) throws(StatusError) {
        let status = report.sources.first { $0.source == .teams }
        if status == nil, report.sources.contains(where: { $0.source == .keys }) {
            throw .nobodyTells(exporter: silence, proxy: "no team is listed, only keys; --poll.team-id lists teams")
        }
        self.init(
            origin: .proxy(url: proxyURL, because: silence), teams: report.withoutHistories.accounts(.team),
            readAt: status?.lastSuccess)
        isUp = status?.isUp ?? false
        failure = status?.failure?.explanation
        isPartial = status?.isPartial ?? false
        hiddenTeams = report.dropped[.team] ?? 0
        guard isUp || !teams.isEmpty else {
            throw .nobodyTells(exporter: silence, proxy: failure ?? "LiteLLM at \(proxyURL) could not be read")
        }
    }
}

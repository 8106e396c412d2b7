import BudgetExporter
import Curl
import FoundationEssentials
import Logging
import Polling
import Threading

/// `status`: how much of its budget each team has left, for people at a terminal and for scripts.
struct Status {
    private let resolved: ResolvedSettings

    init(_ resolved: ResolvedSettings) {
        self.resolved = resolved
    }

    func run() async throws -> ExitCode {
        let settings = resolved.settings
        let standings = try await inquiry().standings()
        let now = SystemTime().now()
        let selection = TeamSelection(settings.status.teams, from: standings.teams)
        selection.complaints.forEach { StandardStream.error.print($0) }
        guard !selection.teams.isEmpty || selection.complaints.isEmpty else { return .failure }
        let text: String
        switch settings.status.format {
        case .text:
            let terminal = Terminal.standardOutput(environment: ProcessInfo.processInfo.environment)
            text = StatusScreen(
                standings: standings, selection: selection.teams, now: now, staleAfter: settings.poll.staleAfter,
                terminal: terminal
            ).lines.map { $0.text(hasColours: terminal.hasColours) }.joined(separator: "\n")
        case .json:
            text = try StatusDocument(
                standings, selection: selection.teams, now: now, staleAfter: settings.poll.staleAfter
            ).text()
        }
        guard StandardStream.output.print(text) else {
            StandardStream.error.print("the standings could not be written to standard output; is its disk full?")
            return .failure
        }
        return selection.complaints.isEmpty ? .success : .failure
    }

    private func inquiry() throws(SettingError) -> Inquiry {
        let visit = try ExporterVisit(resolved.settings, trust: .certificate, connectTimeout: .seconds(2))
        return Inquiry(
            address: resolved.settings.web.listenAddress, url: visit.url
        ) { path async throws(TransferError) in
            try await visit.get(path, timeout: .seconds(10))
        } proxy: { () throws(SettingError) in
            guard resolved.settings.litellm.url != nil else { return nil }
            let access = try resolved.proxyAccess()
            let configuration: Exporter.Configuration
            do { configuration = try Exporter.Configuration(resolved.settings, access) } catch {
                throw SettingError("--metadata-label", .sameLabel("\(error)"))
            }
            var logger = Logger(resolved.settings.log)
            // What goes wrong is said in the answer.
            logger.logLevel = .critical
            let look = Look(configuration, logger)
            return Inquiry.Proxy(url: "\(access.url)") { await look.report(of: .teams) }
        }
    }
}

import BudgetExporter
import Catalogue
import Exposition
import Logging
import Polling

/// `once`: reads everything once and prints the page, for a cron job or node_exporter's textfile directory.
///
/// The process's own metrics are left out, as they would collide with node_exporter's, and so is what only watching tells.
struct Once {
    private let resolved: ResolvedSettings

    init(_ resolved: ResolvedSettings) {
        self.resolved = resolved
    }

    func run() async throws -> ExitCode {
        let configuration = try Exporter.Configuration(resolved.settings, resolved.proxyAccess())
        let logger = Logger(resolved.settings.log)
        let report = await Look(configuration, logger).report().withoutHistories
        let page = await Renderer(configuration.rendering).render(report, process: nil, after: nil)
        let text = String(decoding: page.exposition.body(.text004, .identity).bytes, as: UTF8.self)
        guard StandardStream.output.write(text) else {
            StandardStream.error.print("the page could not be written to standard output; is its disk full?")
            return .failure
        }
        return report.sources.allSatisfy { $0.isUp ?? false } ? .success : .failure
    }
}

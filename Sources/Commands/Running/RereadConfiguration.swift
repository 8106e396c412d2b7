import BudgetExporter
import Curl
import Logging
import Threading

/// Reads the settings anew for an exporter that runs.
struct RereadConfiguration: Sendable {
    /// What is wrong with them, without the key, for the log and for whoever asked.
    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    /// By which the exporter was started.
    let resolved: ResolvedSettings
    let logLevel: Published<Settings.Log.Level>
    let logger: Logger
    let configuration: @Sendable (ResolvedSettings) throws -> Exporter.Configuration

    func callAsFunction() throws -> Exporter.Configuration {
        let new: ResolvedSettings
        let configuration: Exporter.Configuration
        do {
            new = try resolved.readAnew()
            configuration = try self.configuration(new)
        } catch {
            let key = resolved.settings.litellm.apiKey?.reveal()
            throw Refusal(description: Entry.line("\(error)", hiding: key))
        }
        logLevel.publish(new.settings.log.level)
        for warning in new.warnings where !resolved.warnings.contains(warning) { logger.warning("\(warning)") }
        return configuration
    }
}

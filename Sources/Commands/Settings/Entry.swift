import Catalogue
import Logging
import Threading

/// From the program's arguments and environment to a command that runs, and from how that went to an exit code.
struct Entry {
    /// Runs a command. A ``SettingError`` means wrong configuration; any other error, described by a sentence, that it failed.
    var execute: (Command, ResolvedSettings) async throws -> ExitCode
    /// Take a text that ends without a line break: what was asked for, and what went wrong.
    var printOutput: (String) -> Void
    var printError: (String) -> Void
    var time: any TimeSource = SystemTime()

    /// - Parameter arguments: Without the name of the program.
    func run(arguments: [String], environment: [String: String]) async -> ExitCode {
        do {
            let flags = try FlagLayer(arguments, declarations: Settings.declarations)
            switch flags.request {
            case .help:
                printOutput(HelpText.render())
                return .success
            case .helpOnReplay:
                printOutput(ReplayHelp.text)
                return .success
            case .version:
                printOutput("litellm-budget-exporter \(ExporterVersion.current)")
                return .success
            case .command(let command):
                let layers = try SettingsLayers(
                    flags: flags, environment: command.needsConfiguration ? environment : [:])
                let settings = try ResolvedSettings(layers)
                do {
                    return try await execute(command, settings)
                } catch {
                    guard command.writesLog, settings.settings.log.format == .json else { throw error }
                    // Who reads the log as JSON is told in JSON, too, what ended it.
                    let line = Self.line("\(error)", hiding: environment["LITELLM_API_KEY"])
                    printError(LogLines.line(.critical, line, at: time.now(), in: .json))
                    return ExitCode(error)
                }
            }
        } catch {
            printError(Self.line("\(error)", hiding: environment["LITELLM_API_KEY"]))
            return ExitCode(error)
        }
    }

    /// One line without the key. Errors never hold it by intent, but people give a key twice, once in a wrong place.
    static func line(_ text: String, hiding key: String?) -> String {
        // A word of a few letters is no key, and hiding it would make the sentence unreadable.
        guard let key, key.count >= 6 else { return text.asOneLine }
        return text.replacing(key, with: "<redacted>").asOneLine
    }
}

extension ExitCode {
    fileprivate init(_ error: any Error) {
        self = error is SettingError ? .usage : .failure
    }
}

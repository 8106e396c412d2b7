import Logging
import Threading

/// Keeps what is logged.
struct LoggedLines: LogHandler {
    let lines: Locked<[String]>
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    init(_ lines: Locked<[String]>, _ logLevel: Logger.Level = .info) {
        self.lines = lines
        self.logLevel = logLevel
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        lines.withLock { $0.append("\(event.message)") }
    }
}

public import Logging
import Threading

/// Keeps the log lines of a level and of those above.
public final class RecordedLog: Sendable {
    private let level: Logger.Level
    private let recorded = Locked<[String]>([])

    public init(level: Logger.Level = .trace) {
        self.level = level
    }

    public var lines: [String] { recorded.withLock { $0 } }

    public var logger: Logger {
        Logger(label: "test") { _ in Handler(log: self, logLevel: level) }
    }

    private struct Handler: LogHandler {
        let log: RecordedLog
        var logLevel: Logger.Level
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            let fields = all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            log.recorded.withLock {
                $0.append((["\(event.level)", "\(event.message)"] + fields).joined(separator: " "))
            }
        }
    }
}

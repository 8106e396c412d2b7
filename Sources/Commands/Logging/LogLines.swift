import Glibc
import Logging
import Threading

/// Writes each message as one line on standard error, in logfmt or JSON.
struct LogLines: LogHandler {
    let format: Settings.Log.Format
    let time: any TimeSource
    let write: @Sendable (String) -> Void

    /// The level that all loggers go by which have none of their own.
    private let sharedLevel: Published<Settings.Log.Level>
    private var ownLevel: Logger.Level?
    var metadata: Logger.Metadata = [:]

    /// - Parameter write: Takes a line with its end; by default standard error does.
    init(
        _ settings: Settings.Log, level: Published<Settings.Log.Level>? = nil, time: any TimeSource = SystemTime(),
        write: (@Sendable (String) -> Void)? = nil
    ) {
        format = settings.format
        self.time = time
        self.write =
            write ?? { [format] line in
                LogStream.standardError.write(line) { lostLines in
                    let notice = "\(lostLines) lines were lost, as nothing took them"
                    return Self.line(.warning, notice, at: time.now(), in: format) + "\n"
                }
            }
        sharedLevel = level ?? Published(settings.level)
    }

    var logLevel: Logger.Level {
        get { ownLevel ?? sharedLevel.value.loggerLevel }
        set { ownLevel = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        var fields = all.sorted { $0.key < $1.key }.map { (name: $0.key, value: "\($0.value)") }
        if let error = event.error { fields.append(("error", "\(error)")) }
        write(Self.line(event.level, "\(event.message)", fields, at: time.now(), in: format) + "\n")
    }

    /// A message as a line without its end.
    static func line(
        _ level: Logger.Level, _ message: String, _ fields: [(name: String, value: String)] = [], at time: Timestamp,
        in format: Settings.Log.Format
    ) -> String {
        let first = [
            (name: "time", value: time.description), (name: "level", value: level.word), (name: "msg", value: message),
        ]
        let all = first + fields
        return switch format {
        case .logfmt: all.map { "\($0.name)=\($0.value.logfmtValue)" }.joined(separator: " ")
        case .json: "{" + all.map { "\($0.name.jsonString):\($0.value.jsonString)" }.joined(separator: ",") + "}"
        }
    }
}

extension Settings.Log.Level {
    fileprivate var loggerLevel: Logger.Level {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warn: .warning
        case .error: .error
        }
    }
}

extension Logger.Level {
    /// As the flag names the levels.
    fileprivate var word: String {
        switch self {
        case .trace, .debug: "debug"
        case .info, .notice: "info"
        case .warning: "warn"
        case .error, .critical: "error"
        }
    }
}

extension String {
    /// Quoted where a reader would otherwise take it for several fields.
    fileprivate var logfmtValue: String {
        let isPlain = utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=") }
        return isPlain && !isEmpty ? self : jsonString
    }

    /// A JSON string, in which no control character can end the line.
    fileprivate var jsonString: String {
        var text = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _
            where scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
                || scalar.value == 0x2028 || scalar.value == 0x2029:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}

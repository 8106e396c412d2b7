extension Settings {
    /// What is logged on standard error.
    struct Log: Sendable {
        enum Level: String, CaseIterable, Sendable {
            case debug
            case info
            case warn
            case error
        }

        enum Format: String, CaseIterable, Sendable {
            case logfmt
            case json
        }

        var level: Level
        var format: Format

        init(_ read: inout SettingsReader) throws(SettingError) {
            read.begin("Log")
            level = try read.value("log.level", .choice, default: .info, "The least important lines to log.")
            format = try read.value(
                "log.format", .choice, default: .logfmt, takingEffect: .atStart, "How log lines are written.")
        }
    }
}

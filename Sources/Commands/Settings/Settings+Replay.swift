extension Settings {
    /// What `replay` alone is told.
    struct Replay: Sendable {
        var file: String?

        init(_ read: inout SettingsReader) throws(SettingError) {
            read.begin(.replay)
            file = try read.operand(
                "observations", .path, "File with observations, one JSON object a line; `-` reads standard input.")
        }
    }
}

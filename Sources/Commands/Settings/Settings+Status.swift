extension Settings {
    /// What `status` alone is told.
    struct Status: Sendable {
        enum Format: String, CaseIterable, Sendable {
            case text
            case json
        }

        /// The teams that are asked for; none for all.
        var teams: [String]
        var format: Format

        init(_ read: inout SettingsReader) throws(SettingError) {
            read.begin(.status)
            teams = try read.list(
                "team", .teamName,
                "Show this team only, by its alias or id, by a part of either, or by a pattern with `*` and `?`.")
            format = try read.value("format", .choice, default: .text, "A table for people, or JSON for programs.")
        }
    }
}

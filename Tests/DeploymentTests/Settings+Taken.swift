@testable import Commands

extension Settings {
    /// What the program makes of what a file of the deployment gives it.
    ///
    /// - Parameter file: What `--config.file` names.
    static func taken(
        _ arguments: [String] = [], environment: [String: String] = [:], file: Manifest? = nil
    ) throws -> Settings {
        let layers = try SettingsLayers(
            flags: FlagLayer(arguments, declarations: Settings.declarations), environment: environment,
            readFile: { [text = file?.text ?? ""] _, _ throws(SettingError) in text })
        return try ResolvedSettings(layers).settings
    }
}

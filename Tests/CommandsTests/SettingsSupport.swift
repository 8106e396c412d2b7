@testable import Commands

/// What the given layers come to; `file` is what `exporter.yaml` holds, named by a flag.
func resolve(
    _ flags: [String] = [], environment: [String: String] = [:], file: String? = nil
) throws -> ResolvedSettings {
    let arguments = file == nil ? flags : flags + ["--config.file", "exporter.yaml"]
    let layers = try SettingsLayers(
        flags: FlagLayer(arguments, declarations: Settings.declarations), environment: environment,
        readFile: { path, _ throws(SettingError) in
            precondition(path == "exporter.yaml", "the tests know no other file")
            return file ?? ""
        })
    return try ResolvedSettings(layers)
}

/// The line that an operator reads, or nil when nothing is wrong.
func complaint(_ flags: [String] = [], environment: [String: String] = [:], file: String? = nil) -> String? {
    do {
        _ = try resolve(flags, environment: environment, file: file)
        return nil
    } catch {
        return "\(error)"
    }
}

extension ResolvedSettings {
    /// How a setting is shown, with its layer: `30s (default)`.
    func line(_ name: String) -> String? {
        provenance.first { $0.declaration.name == name }.map { "\($0.shown ?? "-") (\($0.origin))" }
    }
}

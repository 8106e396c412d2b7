@testable import Commands

/// A configuration file is read, or refused in one line that says where; a value that is shown is read again as itself.
struct SettingsBody {
    private let text: String

    init(_ bytes: [UInt8]) {
        text = String(decoding: bytes, as: UTF8.self)
    }

    func run() throws {
        let resolved: ResolvedSettings
        do throws(SettingError) {
            resolved = try resolve(["--config.file=exporter.yaml"], [:])
        } catch {
            return try BrokenPromise.unlessOneLine(error, about: "exporter.yaml")
        }
        for setting in resolved.provenance {
            guard case .file = setting.origin, let shown = setting.shown, !shown.isEmpty,
                let variable = setting.declaration.variable
            else { continue }
            // In a list of a variable, commas would divide what they do not divide in a file.
            if case .list = setting.declaration.form { continue }
            let again = try reader([variable: shown], setting.declaration.name)
            try BrokenPromise.unless(again == shown, "\(variable): \(shown) is read as \(again ?? "nothing")")
        }
    }

    /// How a value is shown that stands in a variable, whatever the rules between settings say to it.
    private func reader(_ environment: [String: String], _ name: String) throws(SettingError) -> String? {
        let layers = try SettingsLayers(
            flags: FlagLayer([], declarations: Settings.declarations), environment: environment)
        var reader = SettingsReader(layers.given)
        _ = try Settings(&reader)
        return reader.provenance.first { $0.declaration.name == name }?.shown
    }

    private func resolve(_ flags: [String], _ environment: [String: String]) throws(SettingError) -> ResolvedSettings {
        try ResolvedSettings(
            SettingsLayers(
                flags: FlagLayer(flags, declarations: Settings.declarations), environment: environment,
                readFile: { [text] _, _ throws(SettingError) in text }))
    }
}

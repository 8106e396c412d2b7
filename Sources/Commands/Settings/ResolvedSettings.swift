/// The settings in force, and where each comes from.
struct ResolvedSettings: Sendable {
    var settings: Settings
    /// Every setting in order, for those who ask what is in force and why.
    let provenance: [ResolvedSetting]
    /// What is allowed but most likely not meant; to be logged.
    let warnings: [String]
    private let layers: SettingsLayers

    init(_ layers: SettingsLayers) throws(SettingError) {
        self.layers = layers
        var reader = SettingsReader(layers.given)
        settings = try Settings(&reader)
        provenance = reader.provenance
        let checks = SettingsChecks(settings: settings, provenance: provenance)
        try checks.run()
        warnings = layers.warnings + checks.warnings
    }

    /// The settings with the file as it is now, for a program that runs by these.
    func readAnew() throws(SettingError) -> ResolvedSettings {
        let new = try ResolvedSettings(layers.readAnew())
        for (old, new) in zip(provenance, new.provenance)
        where new.declaration.takesEffect == .atStart && new.shown != old.shown {
            throw SettingError(new.place, .needsRestart(inForce: old.shown, wanted: new.shown))
        }
        return new
    }
}

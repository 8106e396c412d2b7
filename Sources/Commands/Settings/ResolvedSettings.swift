/// The settings in force, and where each comes from.
struct ResolvedSettings: Sendable {
    var settings: Settings
    /// Every setting in order, for those who ask what is in force and why.
    let provenance: [ResolvedSetting]
    /// What is allowed but most likely not meant; to be logged.
    let warnings: [String]

    init(_ layers: SettingsLayers) throws(SettingError) {
        var reader = SettingsReader(layers.given)
        settings = try Settings(&reader)
        provenance = reader.provenance
        let checks = SettingsChecks(settings: settings, provenance: provenance)
        try checks.run()
        warnings = layers.warnings + checks.warnings
    }
}

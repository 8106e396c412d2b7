/// Brings the layers together: flag beats environment beats file. Of each setting only the highest layer that names it
/// counts, lists too: they replace one another and are never added up.
struct SettingsLayers: Sendable {
    /// The text of a configuration file, by its path and the setting that named it.
    typealias FileReader = @Sendable (_ path: String, _ place: String) throws(SettingError) -> String

    let given: [String: GivenSetting]
    let warnings: [String]
    // A function also as it keeps what it goes by, the key among it, out of what is printed.
    private let reread: @Sendable () throws(SettingError) -> SettingsLayers

    init(
        flags: FlagLayer, environment: [String: String], declarations: [SettingDeclaration] = Settings.declarations,
        readFile: @escaping FileReader = ConfigurationFile.text(at:namedBy:)
    ) throws(SettingError) {
        reread = { () throws(SettingError) in
            try SettingsLayers(flags: flags, environment: environment, declarations: declarations, readFile: readFile)
        }
        let variables = EnvironmentLayer(environment, declarations: declarations)
        var given = variables.given.merging(flags.given) { _, flag in flag }
        if let declaration = declarations.first(where: { $0.name == SettingDeclaration.configurationFile }),
            let file = given[declaration.name], let path = file.values.first?.text, !path.isEmpty
        {
            let text = try readFile(path, file.origin.place(of: declaration))
            let lower = try FileLayer(text, path: path, declarations: declarations)
            given.merge(lower.given) { higher, _ in higher }
        }
        self.given = given
        warnings = variables.warnings
    }

    /// The same flags and variables over the file as it is now.
    func readAnew() throws(SettingError) -> SettingsLayers {
        try reread()
    }
}

import Curl

/// Reads settings one after the other and notes what it was asked for: the calls that read are the declarations.
///
/// So a setting stands in one place with its name, type, default and meaning, and whatever else is made of settings (help,
/// the table of the documentation, the names that layers may use) is taken from a reading of nothing but defaults.
struct SettingsReader {
    private let given: [String: GivenSetting]
    private var section = ""
    private var command: Command?
    private var takesEffect = SettingDeclaration.Effect.atReload
    /// What was read so far, in order.
    private(set) var provenance: [ResolvedSetting] = []

    init(_ given: [String: GivenSetting] = [:]) {
        self.given = given
    }

    /// Puts the settings that follow under a heading.
    mutating func begin(_ section: String, takingEffect effect: SettingDeclaration.Effect = .atReload) {
        self.section = section
        command = nil
        takesEffect = effect
    }

    /// What follows are options of one command.
    mutating func begin(_ command: Command) {
        section = command.rawValue
        self.command = command
    }

    mutating func value<Value>(
        _ name: String, _ format: SettingFormat<Value>, default builtIn: Value,
        takingEffect effect: SettingDeclaration.Effect? = nil, _ meaning: String
    ) throws(SettingError) -> Value {
        let declaration = declare(
            name, .value(format.placeholder), defaultText: format.show(builtIn), takingEffect: effect, meaning)
        return try read(declaration, format) ?? builtIn
    }

    mutating func optional<Value>(
        _ name: String, _ format: SettingFormat<Value>, takingEffect effect: SettingDeclaration.Effect? = nil,
        _ meaning: String
    ) throws(SettingError) -> Value? {
        try read(declare(name, .value(format.placeholder), takingEffect: effect, meaning), format)
    }

    /// The word that follows the command.
    mutating func operand<Value>(
        _ name: String, _ format: SettingFormat<Value>, _ meaning: String
    ) throws(SettingError) -> Value? {
        try read(declare(name, .operand(format.placeholder), meaning), format)
    }

    mutating func list<Value>(
        _ name: String, _ format: SettingFormat<Value>, _ meaning: String
    ) throws(SettingError) -> [Value] {
        let declaration = declare(name, .list(format.placeholder), meaning)
        var values: [Value] = []
        for value in given[name]?.values ?? [] {
            values.append(try Self.read(value, declaration, format))
        }
        note(declaration, shown: values.isEmpty ? nil : values.map(format.show).joined(separator: ", "))
        return values
    }

    mutating func toggle(_ name: String, default builtIn: Bool, _ meaning: String) throws(SettingError) -> Bool {
        let declaration = declare(name, .toggle, defaultText: "\(builtIn)", meaning)
        return try read(declaration, .switchPosition) ?? builtIn
    }

    mutating func secret(_ name: String, _ meaning: String) -> Secret? {
        let declaration = declare(name, .secret, meaning)
        let secret = given[name]?.values.first.map { Secret($0.text) }
        note(declaration, shown: secret.map { "\($0)" })
        return secret
    }

    private func declare(
        _ name: String, _ form: SettingDeclaration.Form, defaultText: String? = nil,
        takingEffect effect: SettingDeclaration.Effect? = nil, _ meaning: String
    ) -> SettingDeclaration {
        SettingDeclaration(
            name: name, form: form, section: section, command: command, takesEffect: effect ?? takesEffect,
            defaultText: defaultText, meaning: meaning)
    }

    private mutating func read<Value>(
        _ declaration: SettingDeclaration, _ format: SettingFormat<Value>
    ) throws(SettingError) -> Value? {
        var value: Value?
        if let text = given[declaration.name]?.values.first {
            value = try Self.read(text, declaration, format)
        }
        note(declaration, shown: value.map(format.show) ?? declaration.defaultText)
        return value
    }

    private mutating func note(_ declaration: SettingDeclaration, shown: String?) {
        let origin = given[declaration.name]?.origin ?? .builtIn
        provenance.append(ResolvedSetting(declaration: declaration, shown: shown, origin: origin))
    }

    private static func read<Value>(
        _ value: GivenSetting.Value, _ declaration: SettingDeclaration, _ format: SettingFormat<Value>
    ) throws(SettingError) -> Value {
        do {
            return try format.read(value.text)
        } catch {
            throw SettingError(value.origin.place(of: declaration), .unusable(error))
        }
    }
}

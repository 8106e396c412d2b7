/// What there is to know about a setting besides its value; flag, variable and YAML key follow from the name.
struct SettingDeclaration: Hashable, Sendable {
    enum Form: Hashable, Sendable {
        /// Takes one value, described by a placeholder.
        case value(String)
        /// May be given several times; each of them takes a value.
        case list(String)
        /// Is on or off: `--name` and `--no-name`.
        case toggle
        /// The word after the command, described by a placeholder.
        case operand(String)
        /// Read from the environment only, and never shown.
        case secret
    }

    enum Effect: Hashable, Sendable {
        case atReload
        /// A reload that finds another value is refused.
        case atStart
    }

    /// The setting that names the file can stand anywhere but in the file.
    static let configurationFile = "config.file"

    private static let variablePrefix = "LITELLM_BUDGET_EXPORTER_"
    /// These carry the names that LiteLLM's own clients use.
    private static let variableExceptions = [
        "litellm.url": "LITELLM_URL",
        "litellm.api-key": "LITELLM_API_KEY",
        "litellm.api-key-file": "LITELLM_API_KEY_FILE",
    ]

    /// Such as `poll.teams-interval`.
    let name: String
    let form: Form
    /// The heading that it stands under.
    let section: String
    /// The one command whose option it is, nil for a setting of all. An option belongs to the question that a person asks
    /// now, so it is a flag only: a variable or a file would go on narrowing every later answer.
    var command: Command?
    /// When a value that has changed in the file is gone by.
    var takesEffect = Effect.atReload
    /// What holds when no layer names it; nil when that is nothing.
    let defaultText: String?
    let meaning: String

    /// Nil for a secret: every user of a machine may see the arguments of its processes.
    var flag: String? {
        form == .secret || isOperand ? nil : "--\(name)"
    }

    var isOperand: Bool {
        if case .operand = form { true } else { false }
    }

    /// The flag that turns a toggle off.
    var negativeFlag: String? {
        form == .toggle ? "--no-\(name)" : nil
    }

    /// Nil for an option of one command.
    var variable: String? {
        guard command == nil else { return nil }
        if let exception = Self.variableExceptions[name] { return exception }
        return Self.variablePrefix + String(name.uppercased().map { $0 == "." || $0 == "-" ? "_" : $0 })
    }

    /// The keys that lead to it, from the outermost; nil when it has no place in a file.
    var yamlPath: [String]? {
        guard form != .secret, command == nil, name != Self.configurationFile else { return nil }
        return name.split(separator: ".").map { part in String(part.map { $0 == "-" ? "_" : $0 }) }
    }

    /// Such as `poll.teams_interval`.
    var yamlKey: String? {
        yamlPath?.joined(separator: ".")
    }

    var placeholder: String? {
        switch form {
        case .value(let placeholder), .list(let placeholder), .operand(let placeholder): placeholder
        case .toggle, .secret: nil
        }
    }

    /// Whether a variable of this name is meant for the exporter, if also misspelt.
    static func isVariable(_ name: String) -> Bool {
        name.hasPrefix(variablePrefix)
    }
}

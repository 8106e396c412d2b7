/// Which layer a value comes from.
enum SettingOrigin: Hashable, Sendable {
    /// No layer names the setting.
    case builtIn
    case file(path: String, line: Int)
    case environment
    case flag

    /// Where an operator finds the setting, as errors begin: `--poll.mode`, a variable, or `exporter.yaml:12: poll.mode`.
    func place(of declaration: SettingDeclaration) -> String {
        switch self {
        case .builtIn, .flag: declaration.flag ?? declaration.variable ?? declaration.name
        case .environment: declaration.variable ?? declaration.name
        case .file(let path, let line): "\(path):\(line): \(declaration.yamlKey ?? declaration.name)"
        }
    }
}

extension SettingOrigin: CustomStringConvertible {
    var description: String {
        switch self {
        case .builtIn: "default"
        case .file(let path, let line): "\(path):\(line)"
        case .environment: "environment"
        case .flag: "flag"
        }
    }
}

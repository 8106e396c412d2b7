/// The settings that stand in environment variables. An empty one counts as unset; lists are separated by commas.
struct EnvironmentLayer: Sendable {
    let given: [String: GivenSetting]
    /// Variables that look like misspelt ones. They are no errors: Kubernetes gives every container variables such as
    /// `LITELLM_BUDGET_EXPORTER_PORT` for a Service of that name.
    let warnings: [String]

    init(_ environment: [String: String], declarations: [SettingDeclaration]) {
        var given: [String: GivenSetting] = [:]
        for declaration in declarations {
            guard let variable = declaration.variable, let text = environment[variable], !text.isEmpty else { continue }
            var texts = [text]
            if case .list = declaration.form {
                texts = text.split(separator: ",").map { String($0.trimmingSpaces) }.filter { !$0.isEmpty }
            }
            given[declaration.name] = GivenSetting(texts, .environment)
        }
        self.given = given
        let variables = declarations.compactMap(\.variable)
        let strangers = environment.keys.filter { SettingDeclaration.isVariable($0) && !variables.contains($0) }
        warnings = strangers.sorted().compactMap { name in
            let nearest = variables.min { Suggestion.editDistance(name, $0) < Suggestion.editDistance(name, $1) }
            guard let nearest, Suggestion.editDistance(name, nearest) <= 2 else { return nil }
            return "\(name): no setting is read from this variable; did you mean \(nearest)?".asOneLine
        }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var rest = drop { $0 == " " }
        while rest.last == " " { rest.removeLast() }
        return rest
    }
}

/// What `--help` prints: the settings of `serve`, then the commands with the options of their own.
enum HelpText {
    private static let width = 100
    private static let indent = 8

    static func render(_ declarations: [SettingDeclaration] = Settings.declarations) -> String {
        var lines = [
            "Watches the budgets of a LiteLLM proxy and serves them to Prometheus.",
            "",
            "Usage: litellm-budget-exporter [command] [flags]",
            "       litellm-budget-exporter --help | --version",
        ]
        var section = ""
        for declaration in declarations where declaration.command == nil {
            if declaration.section != section {
                section = declaration.section
                lines += ["", "\(section):"]
            }
            lines.append("  " + title(of: declaration))
            lines += wrapped(description(of: declaration))
        }
        lines += ["", "Commands:"]
        for command in Command.allCases {
            lines.append("  \(command.rawValue)")
            lines += wrapped(command.summary)
            for option in declarations where option.command == command {
                lines.append(String(repeating: " ", count: indent) + title(of: option))
                lines += wrapped(description(of: option), indent: indent + 6)
            }
        }
        lines += [
            "",
            "A flag beats its variable, and a variable beats the file. The variable of --poll.mode is",
            "LITELLM_BUDGET_EXPORTER_POLL_MODE, and so on; but --litellm.url is LITELLM_URL and",
            "--litellm.api-key-file is LITELLM_API_KEY_FILE. In YAML it is mode under poll.",
        ]
        return lines.joined(separator: "\n")
    }

    private static func title(of declaration: SettingDeclaration) -> String {
        switch declaration.form {
        case .secret: "\(declaration.variable ?? declaration.name) (environment only)"
        case .toggle: "--[no-]\(declaration.name)"
        case .value(let placeholder): "--\(declaration.name) <\(placeholder)>"
        case .list(let placeholder): "--\(declaration.name) <\(placeholder)> ..."
        case .operand(let placeholder): "<\(placeholder)>"
        }
    }

    private static func description(of declaration: SettingDeclaration) -> String {
        let meaning = declaration.meaning.filter { $0 != "`" }
        switch (declaration.form, declaration.defaultText) {
        case (.toggle, let position?): return "\(meaning) (default: \(position == "true" ? "on" : "off"))"
        case (_, let text?): return "\(meaning) (default: \(text))"
        case (.list, nil) where declaration.variable == nil: return "\(meaning) (may be repeated)"
        case (.list, nil): return "\(meaning) (may be repeated; its variable takes a list with commas)"
        case (_, nil): return meaning
        }
    }

    private static func wrapped(_ text: String, indent: Int = indent) -> [String] {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let line = lines.last, line.count + 1 + word.count <= width {
                lines[lines.count - 1] = "\(line) \(word)"
            } else {
                lines.append(margin + word)
            }
        }
        return lines
    }
}

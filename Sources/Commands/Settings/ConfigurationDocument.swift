/// The table of all settings in Markdown, without the options of single commands, and the place in a page where it stands.
enum ConfigurationDocument {
    static let begin = "<!-- configuration: generated, do not edit -->"
    static let end = "<!-- configuration: end -->"

    static func render(_ declarations: [SettingDeclaration] = Settings.declarations) -> String {
        let rows = declarations.compactMap(row)
        let head = ["| Flag | YAML key | Variable | Default | Meaning |", "| --- | --- | --- | --- | --- |"]
        return (head + rows).joined(separator: "\n") + "\n"
    }

    /// The page with the table brought up to date; nil when the page has no place for it.
    static func updated(_ page: String) -> String? {
        guard let begin = page.firstRange(of: begin),
            let end = page[begin.upperBound...].firstRange(of: end)
        else { return nil }
        return page[..<begin.upperBound] + "\n\n" + render() + "\n" + page[end.lowerBound...]
    }

    private static func row(_ declaration: SettingDeclaration) -> String? {
        guard let variable = declaration.variable else { return nil }
        let flag =
            switch declaration.form {
            case .secret, .operand: "-"
            case .toggle: code("--[no-]\(declaration.name)")
            case .value(let placeholder), .list(let placeholder): code("--\(declaration.name) <\(placeholder)>")
            }
        let cells = [
            flag, declaration.yamlKey.map(code) ?? "-", code(variable),
            declaration.defaultText.map(code) ?? "-",
            declaration.meaning + (declaration.isList ? " Repeatable; its variable takes a list with commas." : "")
                + (declaration.takesEffect == .atStart ? " A change needs a restart." : ""),
        ]
        // A bar would end the cell, in code too.
        return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }

    private static func code(_ text: String) -> String {
        "`\(text)`"
    }
}

extension SettingDeclaration {
    fileprivate var isList: Bool {
        if case .list = form { true } else { false }
    }
}

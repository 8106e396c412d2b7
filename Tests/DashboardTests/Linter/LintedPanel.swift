import Testing

/// A panel as its file has it, for rules.
struct LintedPanel {
    let json: JSON

    var title: String { json["title"].text ?? "" }
    var type: String { json["type"].text ?? "" }
    var targets: [JSON] { json["targets"].elements }
    var expressions: [String] { targets.compactMap { $0["expr"].text } }

    /// The units that the panel names, those of single fields included.
    var units: [String] {
        let fields = json["fieldConfig"]
        let overridden = fields["overrides"].elements.flatMap { $0["properties"].elements }
            .filter { $0["id"].text == "unit" }.compactMap { $0["value"].text }
        return [fields["defaults"]["unit"].text ?? ""] + overridden
    }
}

/// A dashboard as its file has it, for rules.
struct LintedDashboard: CustomTestStringConvertible {
    let path: String
    let json: JSON

    var testDescription: String { path }
    var variables: [JSON] { json["templating"]["list"].elements }

    var panels: [LintedPanel] {
        json["panels"].elements.flatMap { [$0] + $0["panels"].elements }.map(LintedPanel.init)
            .filter { $0.type != "row" }
    }

    /// All that is asked of the data source, by whoever asks it.
    var queries: [(place: String, expression: String)] {
        panels.flatMap { panel in panel.expressions.map { (panel.title, $0) } }
            + json["annotations"]["list"].elements.compactMap { annotation in
                annotation["expr"].text.map { (annotation["name"].text ?? "", $0) }
            }
    }

    func variable(_ name: String) -> JSON? {
        variables.first { $0["name"].text == name }
    }
}

/// An expression with durations in place of Grafana's variables, so that it can be read as PromQL.
enum GrafanaVariables {
    static let rateInterval = "1141d"
    private static let durations = [
        "$__rate_interval": rateInterval, "$__interval": "1142d", "$__range": "1143d",
    ]

    static func replaced(in expression: String) -> String {
        durations.reduce(expression) { $0.replacing($1.key, with: $1.value) }
    }
}

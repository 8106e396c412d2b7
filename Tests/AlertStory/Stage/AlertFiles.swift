import FoundationEssentials
import Yams

/// The files that ship in `alerts/`, and how the story uses them: with every span divided, and with the addresses of the
/// programs that it starts.
public struct AlertFiles: Sendable {
    public let rules: String
    public let alertmanager: String
    public let prometheus: String

    /// Those of the repository that this was built from.
    public static func shipped() throws -> AlertFiles {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        func text(_ name: String) throws -> String {
            try String(contentsOf: root.appending(path: "alerts/\(name)"), encoding: .utf8)
        }
        return AlertFiles(
            rules: try text("litellm-budget-alerts.yaml"), alertmanager: try text("alertmanager.example.yml"),
            prometheus: try text("prometheus.example.yml"))
    }

    public func dividedRules(by factor: Int) throws -> String {
        try Division(by: factor).divided(rules)
    }

    /// Each receiver becomes one webhook; names, routes, grouping, inhibition and whether it is told of ends stay.
    public func dividedAlertmanager(by factor: Int, webhookPort: Int) throws -> String {
        try Self.edited(try Division(by: factor).divided(alertmanager)) { file in
            guard let receivers = file["receivers"]?.sequence else { throw Self.lacks("receivers") }
            file["receivers"] = try Node(
                receivers.map { receiver in
                    guard let name = receiver["name"]?.string else { throw Self.lacks("names of receivers") }
                    var webhook = receiver["webhook_configs"]?.sequence?.first?.mapping ?? ["send_resolved": "true"]
                    webhook["url"] = Node("http://127.0.0.1:\(webhookPort)/")
                    return ["name": Node(name), "webhook_configs": [.mapping(webhook)]]
                })
        }
    }

    /// One target, one Alertmanager, and the rules in a file of this name. A scrape may take its whole interval: how fast a busy
    /// machine answers is no part of the story.
    public func dividedPrometheus(
        by factor: Int, exporterPort: Int, alertmanagerPort: Int, rulesFile: String
    ) throws -> String {
        func targets(_ port: Int) -> Node { [["targets": [Node("127.0.0.1:\(port)")]]] }
        return try Self.edited(try Division(by: factor).divided(prometheus)) { file in
            guard let job = file["scrape_configs"]?.sequence?.first?.mapping else { throw Self.lacks("a scrape job") }
            var ours = job
            ours["static_configs"] = targets(exporterPort)
            ours["scrape_timeout"] = job["scrape_interval"]
            file["scrape_configs"] = [.mapping(ours)]
            file["rule_files"] = [Node(rulesFile)]
            file["alerting"] = ["alertmanagers": [["static_configs": targets(alertmanagerPort)]]]
        }
    }

    private static func edited(_ yaml: String, _ edit: (inout Node.Mapping) throws -> Void) throws -> String {
        guard var file = try Yams.compose(yaml: yaml)?.mapping else { throw lacks("anything") }
        try edit(&file)
        return try Yams.serialize(node: .mapping(file), width: -1, allowUnicode: true)
    }

    private static func lacks(_ what: String) -> Division.Failure {
        Division.Failure(description: "an example in alerts/ lacks \(what)")
    }
}

import Yams

/// The shipped rules.
struct RuleFile: Decodable {
    struct Group: Decodable {
        let name: String
        let rules: [Rule]
    }

    /// A recording or an alerting rule.
    struct Rule: Decodable {
        let record: String?
        let alert: String?
        let expr: String
        let labels: [String: String]?
        let annotations: [String: String]?
        /// How long it goes on after its expression is over.
        let keepFiringFor: String?

        private enum CodingKeys: String, CodingKey {
            case record, alert, expr, labels, annotations
            case keepFiringFor = "keep_firing_for"
        }

        /// What to call it when it is at fault.
        var title: String {
            let kind = labels?["kind"].map { " of \($0)" } ?? ""
            return (record ?? alert ?? "a rule without a name") + kind
        }
    }

    let groups: [Group]

    static let path = "alerts/litellm-budget-alerts.yaml"

    static func read() throws -> RuleFile {
        try YAMLDecoder().decode(from: Repository.text(path))
    }

    var rules: [Rule] { groups.flatMap(\.rules) }
    var alerts: [Rule] { rules.filter { $0.alert != nil } }
    var recorded: Set<String> { Set(rules.compactMap(\.record)) }

    /// The recording group in which people change what alerts compare with.
    var thresholds: [Rule] {
        groups.first { $0.name == "litellm-budget-thresholds" }?.rules
            .filter { $0.record?.hasPrefix("litellm_budget:threshold_") == true } ?? []
    }
}

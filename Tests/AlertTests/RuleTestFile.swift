import Yams

/// A file of unit tests for `promtool test rules`, as far as its cases are concerned.
struct RuleTestFile: Decodable {
    struct Test: Decodable {
        let alert_rule_test: [Case]?
    }

    struct Case: Decodable {
        let alertname: String
        let exp_alerts: [Alert]?
    }

    struct Alert: Decodable {
        let exp_labels: [String: String]?
        let exp_annotations: [String: String]?
    }

    let tests: [Test]

    /// All cases about what alerts say, of all files.
    static func allCases() throws -> [Case] {
        try Repository.files(in: "alerts/tests", ending: ".yaml").flatMap { file in
            let contents: RuleTestFile = try YAMLDecoder().decode(from: Repository.text(file))
            return contents.tests.flatMap { $0.alert_rule_test ?? [] }
        }
    }
}

import Yams

/// A file of unit tests for `promtool test rules`, as far as its cases are concerned.
struct RuleTestFile: Decodable {
    struct Test: Decodable {
        let cases: [Case]?

        private enum CodingKeys: String, CodingKey {
            case cases = "alert_rule_test"
        }
    }

    struct Case: Decodable {
        let alertname: String
        let expected: [Alert]?

        private enum CodingKeys: String, CodingKey {
            case alertname
            case expected = "exp_alerts"
        }
    }

    struct Alert: Decodable {
        let labels: [String: String]?
        let annotations: [String: String]?

        private enum CodingKeys: String, CodingKey {
            case labels = "exp_labels"
            case annotations = "exp_annotations"
        }
    }

    let tests: [Test]

    /// All cases about what alerts say, of all files.
    static func allCases() throws -> [Case] {
        try Repository.files(in: "alerts/tests", ending: ".yaml").flatMap { file in
            let contents: RuleTestFile = try YAMLDecoder().decode(from: Repository.text(file))
            return contents.tests.flatMap { $0.cases ?? [] }
        }
    }
}

import Yams

/// The Alertmanager configuration that people copy, as far as it silences alerts.
struct RoutingExample: Decodable {
    struct Inhibition: Decodable {
        let sources: [String]
        let targets: [String]
        let equal: [String]

        private enum CodingKeys: String, CodingKey {
            case sources = "source_matchers"
            case targets = "target_matchers"
            case equal
        }

        /// The alerts that its matchers name one by one.
        static func alerts(_ matchers: [String]) -> [String] {
            matchers.filter { $0.hasPrefix("alertname") && !$0.contains(".+") }
                .flatMap { $0.split(separator: "\"").dropFirst().first?.split(separator: "|").map(String.init) ?? [] }
        }
    }

    let inhibitions: [Inhibition]

    private enum CodingKeys: String, CodingKey {
        case inhibitions = "inhibit_rules"
    }

    static let path = "alerts/alertmanager.example.yml"

    static func read() throws -> RoutingExample {
        try YAMLDecoder().decode(from: Repository.text(path))
    }
}

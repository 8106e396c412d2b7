import Curl
import FoundationEssentials

/// The query API of a Prometheus.
struct PrometheusQueries: Sendable {
    struct Series: Sendable {
        let labels: [String: String]
        /// Seconds since 1970.
        let times: [Double]
        let values: [Double]
    }

    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    let url: String
    private let client = HTTPClient()

    init(url: String) {
        self.url = url
    }

    func isReady() async -> Bool {
        (try? await client.execute(HTTPClient.Request(url: url + "/-/ready")))?.status == 200
    }

    func instant(_ expression: String, at time: Double) async throws -> [Series] {
        try await query("query", expression, ["time": "\(Int(time))"])
    }

    func range(_ expression: String, from start: Double, to end: Double, step: Int) async throws -> [Series] {
        try await query(
            "query_range", expression, ["start": "\(Int(start))", "end": "\(Int(end))", "step": "\(step)"])
    }

    /// The values of a label of the series that are there at a time.
    func values(of label: String, in expression: String, at time: Double) async throws -> Set<String> {
        Set(try await instant(expression, at: time).compactMap { $0.labels[label] })
    }

    private func query(_ endpoint: String, _ expression: String, _ parameters: [String: String]) async throws
        -> [Series]
    {
        let parameters = parameters.merging(["query": expression]) { $1 }
            .map { "\($0.key)=\(Self.encoded($0.value))" }.joined(separator: "&")
        let response = try await client.execute(HTTPClient.Request(url: "\(url)/api/v1/\(endpoint)?\(parameters)"))
        let json = try JSON.parse(String(decoding: response.body, as: UTF8.self))
        guard response.status == 200 else {
            throw Refused(description: "\(json["error"].text ?? "HTTP \(response.status)"): \(expression)")
        }
        return json["data"]["result"].elements.map { result in
            let labels = result["metric"].members.map { ($0.name, $0.value.text ?? "") }
            let points = result["value"] == .null ? result["values"].elements : [result["value"]]
            return Series(
                labels: Dictionary(uniqueKeysWithValues: labels),
                times: points.map { $0.elements.first?.amount ?? .nan },
                values: points.map { $0.elements.last?.text.flatMap(Self.number) ?? .nan })
        }
    }

    private static func number(_ text: String) -> Double? {
        switch text {
        case "+Inf": .infinity
        case "-Inf": -.infinity
        default: Double(text)
        }
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            if character.isASCII, character.isLetter || character.isNumber { return String(character) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}

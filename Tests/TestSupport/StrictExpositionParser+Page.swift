/// What a page says.
public struct ExpositionPage: Equatable, Sendable {
    public enum FamilyType: String, Sendable {
        case gauge
        case counter
        case histogram
    }

    public struct Series: Hashable, Sendable {
        /// The name on the line: `x_total`, `x_bucket`.
        public let name: String
        public let labels: [String: String]

        /// The same bytes for the same series only. Strings are equal where their text is, in whatever bytes; series are not.
        var identity: [UInt8] {
            let pairs = labels.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
            return Array(([name] + pairs.flatMap { [$0.0, $0.1] }).joined(separator: "\u{0}").utf8)
        }
    }

    public struct Sample: Equatable, Sendable {
        public let series: Series
        public let value: Double
        /// The value as it was written.
        public let text: String
    }

    public struct Family: Equatable, Sendable {
        /// The name in the heads: in OpenMetrics without `_total`.
        public let name: String
        public internal(set) var type = FamilyType.gauge
        public internal(set) var unit: String?
        public internal(set) var help = ""
        public internal(set) var samples: [Sample] = []
    }

    /// In the order of the page.
    public private(set) var families: [Family] = []
    private var samplesByName: [String: [Sample]] = [:]

    /// The family with this name in its heads.
    public func family(_ name: String) -> Family? {
        families.first { $0.name == name }
    }

    /// The samples with this name on their lines.
    public func samples(of name: String) -> [Sample] {
        samplesByName[name] ?? []
    }

    /// The value of the series without labels.
    public func value(_ name: String) -> Double? {
        samples(of: name).first { $0.series.labels.isEmpty }?.value
    }

    /// The value of the one series that has these labels, and perhaps others; nil where there is none or more than one.
    public subscript(_ name: String, _ labels: [String: String]) -> Double? {
        let matches = samples(of: name).filter { sample in
            labels.allSatisfy { sample.series.labels[$0.key] == $0.value }
        }
        return matches.count == 1 ? matches[0].value : nil
    }

    mutating func append(_ family: Family) {
        families.append(family)
        for sample in family.samples {
            samplesByName[sample.series.name, default: []].append(sample)
        }
    }
}

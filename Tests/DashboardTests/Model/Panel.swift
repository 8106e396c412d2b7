/// A panel, but for its place.
struct Panel: Sendable {
    enum Kind: String, Sendable {
        case stat, gauge, table, timeseries, bargauge, alertlist
        case stateTimeline = "state-timeline"
    }

    let kind: Kind
    let title: String
    /// What it answers, for whoever points at its corner.
    let description: String
    /// Of the 24 columns of a dashboard.
    var width = 12
    var height = 8
    var unit = Unit.none
    var decimals: Int?
    var minimum: Double?
    var maximum: Double?
    var thresholds = Thresholds.none
    var color: JSON = ["mode": "thresholds"]
    /// Shown where there is no value, and why that is well where it is.
    var absence = "Not known"
    var mappings: [JSON] = []
    var custom: JSON?
    var links: [JSON] = []
    var targets: [Target] = []
    var overrides: [Override] = []
    var transformations: [JSON] = []
    var options: JSON = [:]

    func json(id: Int, x: Int, y: Int) -> JSON {
        let queries = targets.enumerated().map { $1.json(Self.refID($0)) }
        return .present([
            "id": .integer(id),
            "type": .string(kind.rawValue),
            "title": .string(title),
            "description": .string(description),
            "datasource": kind == .alertlist ? nil : Dashboard.datasource,
            "gridPos": ["h": .integer(height), "w": .integer(width), "x": .integer(x), "y": .integer(y)],
            "fieldConfig": kind == .alertlist
                ? nil : ["defaults": defaults, "overrides": .array(overrides.map(\.json))],
            "options": options,
            "targets": kind == .alertlist ? nil : .array(queries),
            "transformations": transformations.isEmpty ? nil : .array(transformations),
        ])
    }

    /// A, B, C, ...
    static func refID(_ index: Int) -> String {
        String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index)))
    }

    private var defaults: JSON {
        .present([
            "unit": .string(unit.rawValue),
            "decimals": decimals.map(JSON.integer),
            "min": minimum.map(JSON.of),
            "max": maximum.map(JSON.of),
            "color": color,
            "thresholds": thresholds.json,
            "mappings": .array(mappings),
            "noValue": .string(absence),
            "links": links.isEmpty ? nil : .array(links),
            "custom": custom,
        ])
    }
}

extension JSON {
    /// Shows values as words in colours.
    static func words(_ words: [(value: Int, text: String, color: String)]) -> JSON {
        let options = words.enumerated().map { index, word in
            Member(
                name: String(word.value),
                value: ["text": .string(word.text), "color": .string(word.color), "index": .integer(index)])
        }
        return ["type": "value", "options": .object(options)]
    }

    /// A window that is no length of time, in a word that is none of ours.
    static let ownWeek: JSON = ["type": "value", "options": ["pattern": ["text": "own week", "index": 0]]]
}

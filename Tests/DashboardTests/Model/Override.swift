/// What holds for some fields of a panel only.
struct Override: Sendable {
    enum Fields: Sendable {
        case named(String)
        case matching(String)
        case query(String)
    }

    let fields: Fields
    var properties: [(id: String, value: JSON)]

    static func color(_ name: String, _ color: String) -> Override {
        Override(fields: .named(name), properties: [("color", Palette.fixed(color))])
    }

    static func shades(_ pattern: String, _ color: String) -> Override {
        Override(fields: .matching(pattern), properties: [("color", Palette.shades(of: color))])
    }

    /// A line that is a bound, not a measurement.
    static func bound(_ pattern: String, _ color: String) -> Override {
        Override(
            fields: .matching(pattern),
            properties: [
                ("color", Palette.fixed(color)),
                ("custom.lineStyle", ["fill": "dash", "dash": [10, 10]]),
                ("custom.lineWidth", 2),
                ("custom.fillOpacity", 0),
                ("custom.stacking", ["group": "A", "mode": "none"]),
            ])
    }

    var json: JSON {
        let matcher: JSON =
            switch fields {
            case .named(let name): ["id": "byName", "options": .string(name)]
            case .matching(let pattern): ["id": "byRegexp", "options": .string(pattern)]
            case .query(let id): ["id": "byFrameRefID", "options": .string(id)]
            }
        return [
            "matcher": matcher,
            "properties": .array(properties.map { ["id": .string($0.id), "value": $0.value] }),
        ]
    }
}

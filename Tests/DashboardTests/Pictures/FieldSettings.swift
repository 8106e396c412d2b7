/// What a panel's JSON says of one of its fields: its defaults, and the overrides that match the field, in their order.
struct FieldSettings {
    private var values: [String: JSON] = [:]

    init(_ panel: LintedPanel, name: String, refID: String = "") {
        let config = panel.json["fieldConfig"]
        add(config["defaults"], prefix: "")
        for override in config["overrides"].elements where Self.matches(override["matcher"], name, refID) {
            for property in override["properties"].elements {
                values[property["id"].text ?? ""] = property["value"]
            }
        }
    }

    subscript(_ name: String) -> JSON { values[name] ?? .null }

    var thresholds: [(from: Double, color: String)] {
        self["thresholds"]["steps"].elements.map { ($0["value"].amount ?? -.infinity, $0["color"].text ?? "") }
    }

    /// The colour of the highest threshold that the value reaches.
    func thresholdColor(_ value: Double) -> String {
        thresholds.last { value >= $0.from }?.color ?? "text"
    }

    /// The word that a value stands for, and its colour.
    func word(for value: Double) -> (text: String, color: String)? {
        word(for: Int(exactly: value).map(String.init) ?? "")
    }

    func word(for value: String) -> (text: String, color: String)? {
        for mapping in self["mappings"].elements {
            let word = mapping["options"][value]
            if let text = word["text"].text { return (text, word["color"].text ?? "text") }
        }
        return nil
    }

    /// The value as a person reads it, and its colour.
    func shown(_ value: Double, now: Double) -> (text: String, color: String) {
        if let word = word(for: value) { return word }
        let color = self["color"]["mode"].text == "fixed" ? self["color"]["fixedColor"].text : nil
        return (format(now: now).text(value), color ?? thresholdColor(value))
    }

    func format(now: Double) -> ValueText {
        ValueText(unit: self["unit"].text ?? "", decimals: self["decimals"].amount.map { Int($0) }, now: now)
    }

    private mutating func add(_ object: JSON, prefix: String) {
        for member in object.members {
            if member.name == "custom" {
                add(member.value, prefix: "custom.")
            } else {
                values[prefix + member.name] = member.value
            }
        }
    }

    private static func matches(_ matcher: JSON, _ name: String, _ refID: String) -> Bool {
        guard let wanted = matcher["options"].text else { return false }
        switch matcher["id"].text {
        case "byName": return wanted == name
        case "byFrameRefID": return wanted == refID
        case "byRegexp":
            guard let pattern = try? Regex(String(wanted.dropFirst().dropLast())) else { return false }
            return (try? pattern.firstMatch(in: name)) != nil
        default: return false
        }
    }
}

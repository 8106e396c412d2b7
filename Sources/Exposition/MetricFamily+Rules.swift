extension MetricFamily {
    /// Names that more than one of the families would use, in order of first appearance; empty where a page can hold all.
    ///
    /// A family uses its OpenMetrics name and that name with each suffix of its type, `_created` included: a gauge
    /// `x_count` beside a histogram `x`, or a gauge `x` beside a counter `x_total`, is refused by strict parsers.
    public static func collisions(in families: [MetricFamily]) -> [String] {
        var seen: Set<String> = []
        var collisions: [String] = []
        for family in families {
            for name in family.usedNames where !seen.insert(name).inserted && !collisions.contains(name) {
                collisions.append(name)
            }
        }
        return collisions
    }

    /// What is wrong with a family of this name; nil where it keeps the rules.
    static func problem(name: String, type: MetricType, help: String) -> String? {
        guard name.isSnakeCase else {
            return "a name has lower case letters, digits and underscores, and begins with a letter"
        }
        if type == .counter, !name.hasSuffix("_total") { return "a counter's name ends in _total" }
        if type == .counter, name == "_total" { return "a counter's name is more than its suffix" }
        let stem = type == .counter ? name.dropLast("_total".count) : name[...]
        if let suffix = reservedSuffixes.first(where: { stem.hasSuffix($0) }) {
            return "\(suffix) is reserved"
        }
        guard let first = help.first, let last = help.last else { return "no help text" }
        guard !first.isWhitespace, !last.isWhitespace else { return "the help text begins or ends with a space" }
        return nil
    }

    private static let reservedSuffixes = ["_total", "_created", "_bucket", "_sum", "_count"]

    private var usedNames: [String] {
        let suffixes = type == .gauge ? [""] : ["", "_created"] + type.sampleSuffixes
        return suffixes.map { openMetricsName + $0 }
    }
}

extension String {
    fileprivate var isSnakeCase: Bool {
        guard let first = utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
        return utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
            default: false
            }
        }
    }
}

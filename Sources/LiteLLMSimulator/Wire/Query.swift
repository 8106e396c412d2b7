/// The query of a request, read as LiteLLM's web framework reads it: the last of two equal names counts, and each
/// value that does not fit is one entry of a single 422.
struct Query {
    private let values: [String: String]
    private var problems: [ValidationProblem] = []

    init(_ text: Substring) {
        var values: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            values[PercentEncoding.decoded(parts[0], plusIsSpace: true)] =
                parts.count > 1 ? PercentEncoding.decoded(parts[1], plusIsSpace: true) : ""
        }
        self.values = values
    }

    subscript(_ name: String) -> String? { values[name] }

    /// A filter: an empty value means no filter.
    func filter(_ name: String) -> String? {
        guard let value = values[name], !value.isEmpty else { return nil }
        return value
    }

    mutating func integer(_ name: String, default fallback: Int, atLeast lowest: Int, atMost highest: Int = .max) -> Int
    {
        guard let text = values[name] else { return fallback }
        guard let number = Self.integer(text) else {
            problems.append(.notAnInteger(name))
            return fallback
        }
        if number < lowest { problems.append(.tooSmall(name, lowest)) }
        if number > highest { problems.append(.tooLarge(name, highest)) }
        return number
    }

    /// A count that has to be above zero, or nil where it is not given.
    mutating func positive(_ name: String) -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Self.integer(text) else {
            problems.append(.notAnInteger(name))
            return nil
        }
        if number <= 0 { problems.append(.notAbove(name, 0)) }
        return number
    }

    mutating func boolean(_ name: String, default fallback: Bool) -> Bool {
        switch values[name]?.lowercased() {
        case nil: return fallback
        case "true", "1", "yes", "on", "t", "y": return true
        case "false", "0", "no", "off", "f", "n": return false
        default:
            problems.append(.notABoolean(name))
            return fallback
        }
    }

    /// Throws the 422 that names every value that did not fit.
    func validate() throws(Refusal) {
        if !problems.isEmpty { throw .invalidQuery(problems) }
    }

    /// `2` and `2.0` are integers; what is too long for 64 bits is the largest one.
    private static func integer(_ text: String) -> Int? {
        var digits = text[...]
        if let point = text.firstIndex(of: "."), text[text.index(after: point)...].allSatisfy({ $0 == "0" }) {
            digits = text[..<point]
        }
        if let number = Int(digits) { return number }
        return !digits.isEmpty && digits.allSatisfy { ("0"..."9").contains($0) } ? .max : nil
    }
}

/// Walks over one line of a page.
struct LineScanner {
    private var rest: Substring.UnicodeScalarView

    /// Reads `name{label="value",...} number`.
    static func sample(_ line: String) throws(ExpositionViolation.Rule) -> ExpositionPage.Sample {
        var scanner = LineScanner(rest: Substring(line).unicodeScalars)
        let name = scanner.take { $0 != "{" && $0 != " " }
        guard isLegalName(name) else { throw name.isEmpty ? .unknownLine : .illegalName }
        let labels = scanner.skip("{") ? try scanner.labels() : [:]
        guard scanner.skip(" ") else { throw .malformedLabels }
        let text = scanner.take { $0 != " " }
        guard let value = number(text) else { throw .malformedValue }
        guard scanner.rest.isEmpty else { throw .timestamp }
        return ExpositionPage.Sample(series: .init(name: name, labels: labels), value: value, text: text)
    }

    /// Letters, digits and underscores: no colons, which are for recording rules.
    static func isLegalName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }

    /// The text without its backslashes; nil where one does not belong.
    ///
    /// - Parameter quotes: Whether `\"` is an escape, and a bare quote an error.
    static func unescaped(_ text: String, quotes: Bool) -> String? {
        var result = String.UnicodeScalarView()
        var scalars = text.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            switch scalar {
            case "\\":
                switch scalars.next() {
                case "\\": result.append("\\")
                case "n": result.append("\n")
                case "\"" where quotes: result.append("\"")
                default: return nil
                }
            case "\"" where quotes: return nil
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// A decimal number, `+Inf`, `-Inf` or `NaN`; nil for what only some parsers read (`0x1p3`, `infinity`, `1_000`, `1.`).
    static func number(_ text: String) -> Double? {
        switch text {
        case "+Inf": return .infinity
        case "-Inf": return -.infinity
        case "NaN": return .nan
        default: break
        }
        var scanner = LineScanner(rest: Substring(text).unicodeScalars)
        _ = scanner.skip("-")
        guard !scanner.digits().isEmpty else { return nil }
        if scanner.skip("."), scanner.digits().isEmpty { return nil }
        if scanner.skip("e") {
            if !scanner.skip("+") { _ = scanner.skip("-") }
            guard !scanner.digits().isEmpty else { return nil }
        }
        return scanner.rest.isEmpty ? Double(text) : nil
    }

    /// What follows the opening brace, up to and with the closing one.
    private mutating func labels() throws(ExpositionViolation.Rule) -> [String: String] {
        var labels: [String: String] = [:]
        repeat {
            let name = take { $0 != "=" && $0 != "}" && $0 != "," }
            guard Self.isLegalName(name), !name.hasPrefix("__") else {
                throw name.isEmpty ? .malformedLabels : .illegalName
            }
            guard skip("="), skip("\"") else { throw .malformedLabels }
            let written = quotedText()
            guard skip("\"") else { throw .malformedLabels }
            guard let value = Self.unescaped(written, quotes: true) else { throw .badEscape }
            guard labels.updateValue(value, forKey: name) == nil else { throw .repeatedLabel }
        } while skip(",")
        guard skip("}") else { throw .malformedLabels }
        return labels
    }

    /// Everything before the quote that no backslash escapes.
    private mutating func quotedText() -> String {
        var isEscaped = false
        return take { scalar in
            defer { isEscaped = !isEscaped && scalar == "\\" }
            return isEscaped || scalar != "\""
        }
    }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == scalar else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func digits() -> String {
        take { ("0"..."9").contains($0) }
    }

    private mutating func take(while isTaken: (Unicode.Scalar) -> Bool) -> String {
        let taken = rest.prefix(while: isTaken)
        rest = rest[taken.endIndex...]
        return String(taken)
    }
}

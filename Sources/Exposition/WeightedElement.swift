/// One element of a header field that lists alternatives with weights: a value, its parameters and `q` (RFC 9110, 12.4.2).
struct WeightedElement: Equatable {
    /// In lower case.
    let value: String
    /// Names in lower case; those after the weight are left out, as no format defines any.
    private(set) var parameters: [String: String] = [:]
    /// 0 (refused) to 1.
    private(set) var weight = 1.0

    /// The well-formed elements of a field's values, in order. Others are passed over.
    static func elements(of fieldValues: some Sequence<String>) -> [WeightedElement] {
        fieldValues.flatMap { fieldValue in
            splitOutsideQuotes(fieldValue[...], at: ",").compactMap(WeightedElement.init)
        }
    }

    private init?(_ text: Substring) {
        let parts = Self.splitOutsideQuotes(text, at: ";").map(Self.trimmed)
        guard let first = parts.first,
            first.split(separator: "/", omittingEmptySubsequences: false).allSatisfy(Self.isToken)
        else { return nil }
        value = first.lowercased()
        for part in parts.dropFirst() where !part.isEmpty {
            guard let equals = part.firstIndex(of: "="), Self.isToken(part[..<equals]),
                let parameter = Self.unquoted(part[part.index(after: equals)...])
            else { return nil }
            let name = part[..<equals].lowercased()
            if name == "q" {
                guard let weight = Self.weight(parameter) else { return nil }
                self.weight = weight
                return
            }
            parameters[name] = parameter
        }
    }

    /// Digits with at most one point; from 0 to 1.
    private static func weight(_ text: String) -> Double? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".") }),
            let weight = Double(text), (0...1).contains(weight)
        else { return nil }
        return weight
    }

    /// A token as it is, a quoted string without its quotes and backslashes.
    private static func unquoted(_ text: Substring) -> String? {
        guard text.first == "\"" else { return isToken(text) ? String(text) : nil }
        var result = ""
        var isEscaped = false
        for (offset, character) in text.dropFirst().enumerated() {
            if isEscaped || (character != "\\" && character != "\"") {
                result.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                // The closing quote is the last character.
                return offset == text.count - 2 ? result : nil
            }
        }
        return nil
    }

    private static func isToken(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        guard let last = text.lastIndex(where: { !isSpace($0) }) else { return "" }
        return text[...last].drop(while: isSpace)
    }

    private static func splitOutsideQuotes(_ text: Substring, at separator: Character) -> [Substring] {
        var isQuoted = false
        var isEscaped = false
        return text.split(omittingEmptySubsequences: false) { character in
            defer { isEscaped = isQuoted && !isEscaped && character == "\\" }
            if character == "\"", !isEscaped { isQuoted.toggle() }
            return character == separator && !isQuoted
        }
    }
}

/// A word of a PromQL expression.
enum PromQLToken: Equatable {
    case identifier(String)
    /// What a quoted string stands for, but for escapes, which are kept as they are.
    case string(String)
    /// A number or a duration, as it is written.
    case number(String)
    /// An operator or a bracket.
    case symbol(String)

    struct UnknownCharacter: Error {
        let character: Character
        let expression: String
    }

    /// Whether it compares two values.
    var isComparison: Bool {
        guard case .symbol(let symbol) = self else { return false }
        return ["==", "!=", "<", "<=", ">", ">="].contains(symbol)
    }

    static func tokens(of expression: String) throws -> [PromQLToken] {
        var tokens: [PromQLToken] = []
        var rest = Substring(expression)
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if first == "#" {
                rest = rest.drop { !$0.isNewline }
            } else if "\"'`".contains(first) {
                rest.removeFirst()
                tokens.append(.string(takeString(from: &rest, until: first)))
            } else if first.isNumber {
                tokens.append(.number(take(from: &rest) { $0.isLetter || $0.isNumber || $0 == "." }))
            } else if first.isLetter || first == "_" || first == ":" {
                tokens.append(.identifier(take(from: &rest) { $0.isLetter || $0.isNumber || $0 == "_" || $0 == ":" }))
            } else if let symbol = symbols.first(where: { rest.hasPrefix($0) }) {
                rest.removeFirst(symbol.count)
                tokens.append(.symbol(symbol))
            } else {
                throw UnknownCharacter(character: first, expression: expression)
            }
        }
        return tokens
    }

    /// Longer ones first, as they begin like shorter ones.
    private static let symbols = [
        "==", "!=", "<=", ">=", "=~", "!~", "=", "<", ">", "+", "-", "*", "/", "%", "^", "(", ")", "{", "}", "[", "]",
        ",",
        "@", ":",
    ]

    private static func take(from rest: inout Substring, while belongs: (Character) -> Bool) -> String {
        let taken = rest.prefix(while: belongs)
        rest = rest[taken.endIndex...]
        return String(taken)
    }

    private static func takeString(from rest: inout Substring, until quote: Character) -> String {
        var taken = ""
        while let character = rest.popFirst(), character != quote {
            taken.append(character)
            if character == "\\", quote != "`", let escaped = rest.popFirst() { taken.append(escaped) }
        }
        return taken
    }
}

/// A piece of a PromQL expression.
public struct PromQLToken: Hashable, Sendable {
    public enum Kind: Sendable {
        /// With its quotes.
        case string
        case comment
        /// A run of white space.
        case space
        /// `5m`, `1h30m`
        case duration
        case number
        /// A metric, label, function or keyword.
        case name
        /// An operator, a bracket or a comma.
        case symbol
        /// A character that PromQL does not have.
        case unknown
    }

    public struct UnknownCharacter: Error {
        public let character: String
        public let expression: String
    }

    public var kind: Kind
    public var text: String

    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    /// Whether it compares two values.
    public var isComparison: Bool {
        kind == .symbol && ["==", "!=", "<", "<=", ">", ">="].contains(text)
    }

    /// What a string says between its quotes, escapes as they are; nil of anything else.
    public var quoted: String? {
        kind == .string ? String(text.dropFirst().dropLast()) : nil
    }

    /// Whether it is this operator, bracket or comma.
    public func isSymbol(_ symbol: String) -> Bool {
        kind == .symbol && text == symbol
    }

    /// The pieces that mean something: neither white space nor comments.
    public static func words(of expression: String) throws -> [PromQLToken] {
        try tokens(of: expression).filter { token in
            if token.kind == .unknown { throw UnknownCharacter(character: token.text, expression: expression) }
            return token.kind != .space && token.kind != .comment
        }
    }

    /// All pieces of an expression; together they are the expression.
    public static func tokens(of expression: String) -> [PromQLToken] {
        var rest = Substring(expression)
        var tokens: [PromQLToken] = []
        while let first = rest.first {
            let token: PromQLToken
            switch first {
            case "\"", "'", "`": token = PromQLToken(.string, string(rest, quotedBy: first))
            case "#": token = PromQLToken(.comment, String(rest.prefix { !$0.isNewline }))
            // Not a colon: that of a subquery stands before a span.
            case _ where first.isNameStart && first != ":":
                token = PromQLToken(.name, String(rest.prefix(while: \.isName)))
            case _ where first.isDigit || first == "." && rest.dropFirst().first?.isDigit == true:
                token = numeric(rest)
            case _ where first.isWhitespace: token = PromQLToken(.space, String(rest.prefix(while: \.isWhitespace)))
            default:
                let symbol = symbols.first { rest.hasPrefix($0) }
                token = symbol.map { PromQLToken(.symbol, $0) } ?? PromQLToken(.unknown, String(first))
            }
            tokens.append(token)
            rest = rest.dropFirst(token.text.count)
        }
        return tokens
    }

    /// Longer ones first, as they begin like shorter ones.
    private static let symbols = [
        "==", "!=", "<=", ">=", "=~", "!~", "=", "<", ">", "+", "-", "*", "/", "%", "^", "(", ")", "{", "}", "[", "]",
        ",", "@", ":",
    ]

    private static func string(_ text: Substring, quotedBy quote: Character) -> String {
        var result = String(quote)
        var isEscaped = false
        for character in text.dropFirst() {
            result.append(character)
            if isEscaped {
                isEscaped = false
            } else if character == "\\", quote != "`" {
                isEscaped = true
            } else if character == quote {
                break
            }
        }
        return result
    }

    private static func numeric(_ text: Substring) -> PromQLToken {
        if let match = text.prefixMatch(of: /(?:[0-9]+(?:ms|[smhdwy]))+/) {
            return PromQLToken(.duration, String(match.0))
        }
        let match = text.prefixMatch(of: /0[xX][0-9a-fA-F]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/)
        return PromQLToken(.number, match.map { String($0.0) } ?? String(text.prefix(1)))
    }
}

extension Character {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
    fileprivate var isNameStart: Bool { self == "_" || self == ":" || isASCII && isLetter }
    fileprivate var isName: Bool { isNameStart || isDigit }
}

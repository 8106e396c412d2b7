/// A piece of a PromQL expression, as far as dividing its spans needs to tell pieces apart.
public struct PromQLToken: Hashable, Sendable {
    public enum Kind: Sendable {
        /// With its quotes.
        case string
        case comment
        /// `5m`, `1h30m`
        case duration
        case number
        /// A metric, label, function or keyword.
        case name
        /// One character of anything else, or a run of white space.
        case other
    }

    public var kind: Kind
    public var text: String

    /// The pieces of an expression; together they are the expression.
    public static func tokens(of expression: String) -> [PromQLToken] {
        var rest = Substring(expression)
        var tokens: [PromQLToken] = []
        while let first = rest.first {
            let token: PromQLToken
            switch first {
            case "\"", "'", "`": token = PromQLToken(kind: .string, text: quoted(rest, by: first))
            case "#": token = PromQLToken(kind: .comment, text: String(rest.prefix { !$0.isNewline }))
            // Not a colon: that of a subquery stands before a span.
            case _ where first.isNameStart && first != ":":
                token = PromQLToken(kind: .name, text: String(rest.prefix(while: \.isName)))
            case _ where first.isDigit || first == "." && rest.dropFirst().first?.isDigit == true:
                token = numeric(rest)
            case _ where first.isWhitespace:
                token = PromQLToken(kind: .other, text: String(rest.prefix(while: \.isWhitespace)))
            default: token = PromQLToken(kind: .other, text: String(first))
            }
            tokens.append(token)
            rest = rest.dropFirst(token.text.count)
        }
        return tokens
    }

    private static func quoted(_ text: Substring, by quote: Character) -> String {
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
            return PromQLToken(kind: .duration, text: String(match.0))
        }
        let match = text.prefixMatch(of: /0[xX][0-9a-fA-F]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/)
        return PromQLToken(kind: .number, text: match.map { String($0.0) } ?? String(text.prefix(1)))
    }
}

extension Character {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
    fileprivate var isNameStart: Bool { self == "_" || self == ":" || isASCII && isLetter }
    fileprivate var isName: Bool { isNameStart || isDigit }
}

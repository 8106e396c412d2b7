/// A text in which `<time>`, `<span>`, `<usd>`, `<percent>` and `<count>` stand for what depends on the moment.
struct TextPattern: Sendable, CustomStringConvertible {
    let description: String

    init(_ text: String) {
        description = text
    }

    private static let placeholders = [
        ("<time>", "[A-Z][a-z]{2} [0-9]{1,2} [A-Z][a-z]{2} [0-9]{2}:[0-9]{2} UTC"),
        ("<span>", "[0-9.]+[dhms](?: [0-9.]+[dhms])*"), ("<usd>", "\\$[0-9]+\\.[0-9]{2}"), ("<percent>", "[0-9.]+%"),
        ("<count>", "[0-9]+"),
    ]

    func matches(_ text: String) -> Bool {
        var pattern = ""
        var rest = Substring(description)
        while let character = rest.first {
            if let (name, expression) = Self.placeholders.first(where: { rest.hasPrefix($0.0) }) {
                pattern += expression
                rest = rest.dropFirst(name.count)
            } else {
                pattern +=
                    character.isLetter || character.isNumber || character == " " ? "\(character)" : "\\\(character)"
                rest = rest.dropFirst()
            }
        }
        return (try? Regex(pattern).wholeMatch(in: text)) != nil
    }
}

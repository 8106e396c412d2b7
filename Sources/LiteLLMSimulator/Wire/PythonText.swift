/// Text as Python prints it: LiteLLM puts printed dictionaries and lists into its messages.
enum PythonText {
    /// A string literal: in single quotes unless only they occur inside.
    static func literal(_ text: String) -> String {
        let quote = text.contains("'") && !text.contains("\"") ? "\"" : "'"
        var literal = quote
        for character in text {
            switch character {
            case "\\": literal += "\\\\"
            case "\n": literal += "\\n"
            case "\t": literal += "\\t"
            case "'" where quote == "'": literal += "\\'"
            default: literal.append(character)
            }
        }
        return literal + quote
    }

    /// `{'error': 'text'}`
    static func dictionary(_ key: String, _ text: String) -> String { "{\(literal(key)): \(literal(text))}" }

    /// `['a', 'b']`
    static func list(_ texts: [String]) -> String { "[" + texts.map(literal).joined(separator: ", ") + "]" }
}

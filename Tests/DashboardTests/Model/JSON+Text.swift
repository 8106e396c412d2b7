extension JSON {
    /// The value as a file holds it: two spaces a level, short values on one line, and a newline at the end.
    var fileText: String { text(indent: "") + "\n" }

    private static let lineWidth = 100

    private func text(indent: String) -> String {
        let line = oneLine
        guard indent.count + line.count > Self.lineWidth else { return line }
        let inner = indent + "  "
        switch self {
        case .array(let elements):
            return "[\n" + elements.map { inner + $0.text(indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
        case .object(let members):
            let lines = members.map { inner + Self.quoted($0.name) + ": " + $0.value.text(indent: inner) }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
        default: return line
        }
    }

    private var oneLine: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .number(let value): value.description
        case .string(let value): Self.quoted(value)
        case .array(let elements): "[" + elements.map(\.oneLine).joined(separator: ", ") + "]"
        case .object(let members):
            members.isEmpty
                ? "{}"
                : "{" + members.map { Self.quoted($0.name) + ": " + $0.value.oneLine }.joined(separator: ", ") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for character in text {
            switch character {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            default: quoted.append(character)
            }
        }
        return quoted + "\""
    }
}

/// What a YAML file holds.
struct YAMLNode: Sendable {
    enum Content: Sendable {
        /// Nothing: `key:`, `~` or `null`.
        case null
        /// The text as it is written, quotes and escapes resolved: `10` and `off` are texts too.
        case scalar(String)
        case list([YAMLNode])
        case mapping([(key: YAMLNode, value: YAMLNode)])
    }

    let content: Content
    /// Counted from 1.
    let line: Int

    /// What is wrong with the text, as far as one can be said to be on a line.
    struct Malformation: Error {
        let line: Int?
        let problem: Problem

        enum Problem: Hashable {
            case keyTwice(String)
            case syntax(String)
        }
    }

    /// Reads a text that holds one document; nil when it holds none.
    static func parse(_ text: String) throws(Malformation) -> YAMLNode? {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty else { return nil }
        return try bytes.withUnsafeBufferPointer { bytes throws(Malformation) in
            var reader = try YAMLReader(bytes)
            return try reader.root()
        }
    }
}

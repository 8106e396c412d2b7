/// Why a text is no value of a setting.
struct UnusableValue: Error, Hashable, Sendable, CustomStringConvertible {
    /// Says what is wrong and how to write it, with the text itself unless that may be secret.
    let description: String

    init(_ description: String) {
        self.description = description
    }

    init(_ text: String, _ complaint: String) {
        description = "\"\(text)\" \(complaint)"
    }
}

extension StringProtocol {
    /// Whether there is something in it that looks like a key of LiteLLM (`sk-...`), whatever stands before it: a comma, a
    /// quote, `Bearer`. Inside a word (`task-force`) it is none.
    var holdsKey: Bool {
        var isInWord = false
        var rest = self[...]
        while let character = rest.first {
            if !isInWord, rest.prefix(3).lowercased() == "sk-" { return true }
            isInWord = character.isLetter || character.isNumber
            rest = rest.dropFirst()
        }
        return false
    }
}

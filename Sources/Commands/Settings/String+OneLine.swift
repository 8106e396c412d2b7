extension String {
    /// The text on one line, with control characters escaped and whatever looks like a key of LiteLLM (`sk-...`) hidden:
    /// people put keys where they do not belong, and errors end up in logs.
    var asOneLine: String {
        var line = ""
        var word = ""
        func shown(_ word: String) -> String {
            word.lowercased().hasPrefix("sk-") && word.count > 3 ? "<redacted>" : word
        }
        for scalar in unicodeScalars {
            let properties = scalar.properties
            if properties.isAlphabetic || properties.numericType != nil || scalar == "-" || scalar == "_" {
                word.unicodeScalars.append(scalar)
                continue
            }
            line += shown(word)
            word = ""
            switch properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: line += scalar.escaped(asASCII: true)
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line + shown(word)
    }
}

/// What is wrong with the configuration, in one line: where, what, and how to mend it.
struct SettingError: Error, Hashable, Sendable {
    enum Problem: Hashable, Sendable {
        case unusable(UnusableValue)
        case unknownFlag(suggestion: String?)
        case unknownKey(suggestion: String?)
        case unknownWebKey(suggestion: String?)
        case unknownCommand(suggestion: String?)
        case secondCommand
        case fileMissing
        case optionOfAnotherCommand(String)
        case flagTwice
        case keyTwice
        case valueMissing(placeholder: String)
        case valueOfToggle(negative: String)
        /// A key is about to leak: into the list of processes, or into a file that is copied and shared.
        case secretInFlag
        case secretInFile
        case fileInFile
        case listForValue
        case elementNotAText
        case sectionForValue
        case valueForSection
        case keyNotAWord
        case notAMapping
        case malformedYAML(String)
        case unreadableFile(String)
        case missing(mend: String)
        case keyAndKeyFile(file: String)
        case clientKeyAlone
        case staleTooSoon(stale: Duration, interval: Duration, ofSetting: String)
        case nothingListed
        case listWithoutMode
        case notInSelfMode
        case patternWithoutList
        case credential(String)
        case sameLabel(String)
        case webConfiguration(String)
        case needsRestart(inForce: String?, wanted: String?)
    }

    /// The flag, the variable, or the file, line and key.
    let place: String
    let problem: Problem

    init(_ place: String, _ problem: Problem) {
        self.place = place
        self.problem = problem
    }
}

extension SettingError {
    /// What is wrong with the YAML of a file, which is called `path`.
    init(_ malformation: YAMLNode.Malformation, path: String) {
        let place = malformation.line.map { "\(path):\($0)" } ?? path
        switch malformation.problem {
        case .keyTwice(let key): self.init("\(place): \(key)", .keyTwice)
        case .syntax(let complaint): self.init(place, .malformedYAML(complaint))
        }
    }
}

extension SettingError: CustomStringConvertible {
    var description: String { "\(place): \(problem)".asOneLine }
}

extension SettingError.Problem: CustomStringConvertible {
    var description: String {
        switch self {
        case .unusable(let value): "\(value)"
        case .unknownFlag(let suggestion): "there is no such flag; " + Self.hint(suggestion, else: "see --help")
        case .unknownKey(let suggestion):
            "there is no such setting; " + Self.hint(suggestion, else: "docs/configuration.md lists all")
        case .unknownWebKey(let suggestion):
            "there is no such key; " + Self.hint(suggestion, else: "docs/web-configuration.md lists all")
        case .unknownCommand(let suggestion): "there is no such command; " + Self.hint(suggestion, else: "see --help")
        case .secondCommand: "is one word too many; name one command, and give values right after their flags"
        case .fileMissing: "names no file; write replay <path>, or replay - for standard input"
        case .optionOfAnotherCommand(let command): "is an option of the command \(command) alone; leave it out"
        case .flagTwice: "is given twice; keep one"
        case .keyTwice: "is given twice in this section; keep one"
        case .valueMissing(let placeholder): "needs a value; write it with =<\(placeholder)>"
        case .valueOfToggle(let negative): "takes no value; leave it alone, or write \(negative) to turn it off"
        case .secretInFlag:
            "a key in a flag can be seen by every user of the machine; "
                + "set LITELLM_API_KEY, or name a file that holds it with --litellm.api-key-file"
        case .secretInFile:
            "a key does not belong in this file; "
                + "set LITELLM_API_KEY, or name a file that holds it in litellm.api_key_file"
        case .fileInFile: "cannot be set in the file itself; use --config.file or its variable"
        case .listForValue: "takes one value, not a list"
        case .elementNotAText: "holds texts only; write each after a dash on a line of its own"
        case .sectionForValue: "takes a value, not a section; write it on the same line"
        case .valueForSection: "is a section; write its settings below it, indented"
        case .keyNotAWord: "a key must be a plain word"
        case .notAMapping: "does not hold settings; write each as a key, a colon and a value"
        case .malformedYAML(let complaint): "is not valid YAML: \(complaint)"
        case .unreadableFile(let complaint): complaint
        case .missing(let mend): "is not set; \(mend)"
        case .keyAndKeyFile(let file): "is set, and so is \(file); keep one of them"
        case .clientKeyAlone: "is of no use without --litellm.client-certificate-file; set that too, or neither"
        case .staleTooSoon(let stale, let interval, let setting):
            "\"\(DurationText.show(stale))\" is less than three times \(setting) (\(DurationText.show(interval))), so that "
                + "steady numbers would vanish; set at least \(DurationText.show(interval * 3))"
        case .nothingListed: "is listed, but nothing is; give --poll.team-id, --poll.key-hash or both"
        case .patternWithoutList:
            "counts where all accounts are listed by the proxy; with --poll.mode listed or self leave it out"
        case .notInSelfMode: "needs an administrator's key; with --poll.mode self only its own key and team are read"
        case .needsRestart(let inForce, let wanted):
            "cannot change from \(inForce ?? "nothing") to \(wanted ?? "nothing") while the exporter runs; restart it, or set "
                + "back what it was"
        case .listWithoutMode:
            "counts in the mode listed only; set --poll.mode listed, or use --include-team and its like"
        case .credential(let complaint), .sameLabel(let complaint), .webConfiguration(let complaint): complaint
        }
    }

    private static func hint(_ suggestion: String?, else fallback: String) -> String {
        suggestion.map { "did you mean \($0)?" } ?? fallback
    }
}

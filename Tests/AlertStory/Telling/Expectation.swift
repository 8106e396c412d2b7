/// What a group of alerts has to tell, in order, and nothing else.
public struct Expectation: Sendable {
    public struct Line: Sendable {
        var name: String
        var hasEnded: Bool
        /// The text when it fires: `<time>`, `<span>`, `<usd>`, `<percent>` and `<number>` stand for what depends on the moment.
        var text: String

        static func fires(_ name: String, _ text: String) -> Line { Line(name: name, hasEnded: false, text: text) }
        static func ends(_ name: String) -> Line { Line(name: name, hasEnded: true, text: "") }
    }

    var receiver: String
    var groupLabels: [String: String]
    var lines: [Line]

    /// Where a chronicle is not as it has to be; empty where all is well.
    public static func surprises(in chronicle: Chronicle) -> [String] {
        var surprises = chronicle.repetitions.map { "told nothing new: \($0.receiver) \($0.groupKey)" }
        var expectations = all
        for (_, entries) in Dictionary(grouping: chronicle.entries, by: { "\($0.receiver) \($0.groupKey)" }).sorted(by: { $0.key < $1.key }) {
            guard
                let index = expectations.firstIndex(where: {
                    $0.receiver == entries[0].receiver && $0.groupLabels == entries[0].groupLabels
                })
            else {
                surprises += entries.map { "nobody expected: \($0)" }
                continue
            }
            surprises += expectations.remove(at: index).surprises(in: entries)
        }
        return surprises + expectations.map { "never told: \($0.receiver) \($0.groupLabels)" }
    }

    private func surprises(in entries: [Chronicle.Entry]) -> [String] {
        let told = entries.map { "\($0.alert.name) \($0.hasEnded ? "ends" : "fires")" }
        let expected = lines.map { "\($0.name) \($0.hasEnded ? "ends" : "fires")" }
        guard told == expected else {
            return ["\(receiver) \(groupLabels): expected \(expected), but it was \(told)"]
        }
        return zip(entries, lines).filter { entry, line in !entry.hasEnded && !line.matches(entry.alert.text) }
            .map { entry, line in "the text of \(line.name) should be\n  \(line.text)\nbut is\n  \(entry.alert.text)" }
    }
}

extension Expectation.Line {
    private static let placeholders = [
        ("<time>", "[A-Z][a-z]{2} [0-9]{1,2} [A-Z][a-z]{2} [0-9]{2}:[0-9]{2} UTC"),
        ("<span>", "(?:[0-9]+[dhms] ?)+(?<! )"), ("<usd>", "\\$[0-9]+\\.[0-9]{2}"), ("<percent>", "[0-9.]+%"),
        ("<number>", "[0-9.]+"),
    ]

    func matches(_ told: String) -> Bool {
        var pattern = ""
        var rest = Substring(text)
        while let character = rest.first {
            if let (name, expression) = Self.placeholders.first(where: { rest.hasPrefix($0.0) }) {
                pattern += expression
                rest = rest.dropFirst(name.count)
            } else {
                if !character.isLetter, !character.isNumber, character != " " { pattern += "\\" }
                pattern.append(character)
                rest = rest.dropFirst()
            }
        }
        return (try? Regex(pattern).wholeMatch(in: told)) != nil
    }
}

/// What a group of alerts has to tell, in order, and nothing else.
public struct Expectation: Sendable {
    struct Line: Sendable {
        var name: AlertName
        var hasEnded: Bool
        /// What it says when it fires; see ``TextPattern``.
        var text: TextPattern

        static func fires(_ name: AlertName, _ text: String) -> Line {
            Line(name: name, hasEnded: false, text: TextPattern(text))
        }

        static func ends(_ name: AlertName) -> Line { Line(name: name, hasEnded: true, text: TextPattern("")) }

        var title: String { "\(name.rawValue) \(hasEnded ? "ends" : "fires")" }

        func isMet(by entry: Chronicle.Entry) -> Bool {
            entry.alert.name == name.rawValue && entry.hasEnded == hasEnded
                && (hasEnded || text.matches(entry.alert.text))
        }
    }

    var receiver: String
    /// But for the job, which is always the same.
    var groupLabels: [String: String]
    /// In order; the lines of one step in any.
    var steps: [[Line]]

    /// Where a chronicle is not as it has to be; empty where all is well.
    public static func surprises(in chronicle: Chronicle) -> [String] {
        var open = all
        var surprises = chronicle.repetitions.map { notification in
            let states = notification.alerts.map { "\($0.name) is \($0.status) since \($0.startsAt)" }
            return "told nothing new: \(notification.receiver) \(notification.groupLabels): \(states)"
        }
        for (receiver, groups) in Dictionary(grouping: chronicle.entries, by: \.receiver).sorted(by: { $0.key < $1.key }
        ) {
            for (labels, entries) in Dictionary(grouping: groups, by: \.groupLabels) {
                let isThisOne: (Expectation) -> Bool = { expectation in
                    receiver == expectation.receiver
                        && labels == expectation.groupLabels.merging(["job": "litellm-budget-exporter"]) { $1 }
                }
                if let index = open.firstIndex(where: isThisOne) {
                    surprises += open.remove(at: index).surprises(in: entries)
                } else {
                    surprises += entries.map { "nobody expected: \($0)" }
                }
            }
        }
        return surprises + open.map { "never told: \($0.receiver) \($0.groupLabels)" }
    }

    private func surprises(in entries: [Chronicle.Entry]) -> [String] {
        var rest = entries[...]
        for step in steps {
            var lines = step
            while !lines.isEmpty {
                guard let entry = rest.first, let index = lines.firstIndex(where: { $0.isMet(by: entry) }) else {
                    let wanted = lines.map { "\($0.title)\($0.hasEnded ? "" : ": \($0.text)")" }
                    return [
                        "\(receiver) \(groupLabels): expected \(wanted.joined(separator: " or ")), then came "
                            + (rest.first.map { "\($0)" } ?? "nothing")
                    ]
                }
                lines.remove(at: index)
                rest = rest.dropFirst()
            }
        }
        return rest.map { "nobody expected: \($0)" }
    }
}

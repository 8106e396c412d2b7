import Budgets
package import Threading

/// How far what is told of the teams can be relied on.
package struct Reliability: Hashable, Sendable {
    /// The end of the last reading that reached every team; nil before the first.
    package var readAt: Timestamp?
    /// Whether the last attempt to read LiteLLM worked.
    package var isUp = true
    /// What that attempt failed by, in whole or in part.
    package var failure: String?
    /// Whether there are teams that the key may not see.
    package var isPartial = false
    /// How many teams are known and held back by `--limit.teams`.
    package var hiddenTeams = 0

    package init(readAt: Timestamp?) {
        self.readAt = readAt
    }

    package init(_ report: Report) {
        // Where no list of teams is read, they come with the keys.
        let source = report.sources.first { $0.source == .teams } ?? report.sources.first { $0.source == .keys }
        self.init(readAt: source?.lastSuccess)
        // Before the first attempt has ended nothing has failed.
        isUp = source.map { $0.isUp ?? true } ?? false
        failure = (source?.failure ?? source?.shortfall)?.explanation
        isPartial = source?.isPartial ?? false
        hiddenTeams = report.dropped[.team] ?? 0
    }

    /// What one has to know before one trusts the numbers, the gravest first.
    ///
    /// - Parameter staleAfter: How old a reading may be before it is worth a word.
    package func remarks(at now: Timestamp, staleAfter: Duration) -> [String] {
        var remarks: [String] = []
        if !isUp {
            let cause = failure.map { ": \($0)" } ?? "."
            remarks.append("LiteLLM cannot be read at the moment, so the numbers may be old\(cause)")
        } else if readAt == nil {
            let cause = failure.map { ": \($0)" } ?? "."
            remarks.append("Not every team has been read yet, so some may be missing\(cause)")
        }
        if let readAt, now - readAt > staleAfter {
            remarks.append("All teams were last read \((now - readAt).inOneUnit) ago.")
        }
        if isPartial {
            remarks.append("The exporter's key sees only some of the teams.")
        }
        if hiddenTeams > 0 {
            remarks.append("--limit.teams holds back \(hiddenTeams.grouped) more.")
        }
        return remarks
    }
}

import Budgets
import Threading

/// What an alert fires on.
struct Condition: Hashable {
    enum Severity: CaseIterable {
        case page
        case ticket
    }

    enum Basis: CaseIterable {
        /// Straight lines alone.
        case lines
        /// The account's own pattern, and straight lines for as long as none is told.
        case patternOrLines
        /// The pattern alone: nothing for as long as none is told.
        case pattern
    }

    var severity: Severity
    var basis: Basis

    static let all = Severity.allCases.flatMap { severity in
        Basis.allCases.map { Condition(severity: severity, basis: $0) }
    }

    /// For how many seconds it must hold before it counts.
    var delay: Double {
        switch (basis, severity) {
        case (.lines, _): 0
        case (_, .page): 600
        case (_, .ticket): 3600
        }
    }

    /// - Parameters:
    ///   - outlooks: By the label of their window.
    ///   - now: When the newest look was.
    func holds(_ outlooks: [String: Outlook], of kind: AccountKind, now: Timestamp, reset: Timestamp) -> Bool {
        let pattern = outlooks["pattern"]
        switch (basis, pattern) {
        case (.lines, _), (.patternOrLines, nil): return holdsByLines(outlooks, of: kind, now: now)
        case (.pattern, nil): return false
        case (_, let pattern?):
            guard severity == .page else { return pattern.exhaustsBeforeReset == true }
            // The pattern itself and not its flag: that stands for days.
            return outlooks["1h"].exhausts(withinHours: 5, from: now)
                && outlooks["5m"].exhausts(withinHours: 8, from: now)
                && pattern.exhaustsAt.map { $0 < reset && $0.unixSeconds - now.unixSeconds <= 5 * 3600 } == true
        }
    }

    private func holdsByLines(_ outlooks: [String: Outlook], of kind: AccountKind, now: Timestamp) -> Bool {
        func exhausts(_ window: String) -> Bool { outlooks[window]?.exhaustsBeforeReset == true }
        return switch (severity, kind) {
        case (.page, _):
            outlooks["5m"].exhausts(withinHours: 4, from: now) && outlooks["1h"].exhausts(withinHours: 4, from: now)
        case (.ticket, .key): exhausts("1h") && exhausts("1d")
        case (.ticket, _): exhausts("1d") && (outlooks["7d"] == nil || exhausts("7d"))
        }
    }
}

extension Outlook? {
    /// Before the reset, and so soon.
    fileprivate func exhausts(withinHours hours: Double, from now: Timestamp) -> Bool {
        guard let outlook = self, outlook.exhaustsBeforeReset == true, let end = outlook.exhaustsAt else {
            return false
        }
        return end.unixSeconds - now.unixSeconds <= hours * 3600
    }
}

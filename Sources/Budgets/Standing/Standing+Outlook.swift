import Threading

/// How fast money goes, and where that leads.
extension Standing {
    /// Of all windows the one whose end a person goes by.
    ///
    /// The account's own pattern, which knows nights and weekends, as soon as it is told. Before that a day, which evens them
    /// out, and until a day was watched an hour. An hour also where money goes so fast that a day, most of which was quiet,
    /// would tell it too late.
    package var outlook: Outlook? {
        outlook(over: .pattern) ?? measured
    }

    /// Of the windows over which spending was measured the one to go by.
    private var measured: Outlook? {
        let hour = outlook(over: .hour)
        return isImminent ? hour : outlook(over: .day) ?? hour
    }

    /// In dollars an hour or a day, as long as the window is: what was spent in it. Not what a pattern expects of the next
    /// hour, which at night is nothing.
    package var rate: String {
        guard let measured else { return "" }
        let (seconds, unit) = measured.window.label == Window.hour.rawValue ? (3600.0, "h") : (86_400, "d")
        return "\(USD(measured.ratePerSecond.amount * seconds).text)/\(unit)"
    }

    /// How fast money went, as ``rate`` tells it; nil where that is not known.
    package var ratePerSecond: USD? { measured?.ratePerSecond }

    /// What the word about running out goes by; nil where nothing is foretold.
    package var basis: String? {
        guard maySpend else { return nil }
        return outlook?.window.inWords
    }

    /// Spend at the next reset.
    package var projectedSpend: String {
        guard maySpend else { return "" }
        return outlook?.projectedSpend?.text ?? ""
    }

    package var runningOut: RunningOut? {
        guard maySpend, let outlook, outlook.exhaustsBeforeReset == true else { return nil }
        let reset = account.budget.resetsAt.flatMap { $0 > now ? $0 : nil }
        let end = outlook.exhaustsAt.map { end in
            // A pattern is careful: it may hold on to its word while the hour that it expects moves past the reset.
            RunningOut.End(lasts: end - now, lead: reset.flatMap { $0 > end ? $0 - end : nil })
        }
        return RunningOut(end: end, isImminent: isImminent)
    }

    /// Nothing is foretold of a team that is refused.
    package var maySpend: Bool {
        account.isBlocked != true && account.isExhausted != true && !hasZeroLimit
    }

    /// Whether the budget ends before its reset and so soon that somebody has to act at once, by the conditions that alerts
    /// have: the last hour says so, the pattern too where there is one, and the last minutes do not say otherwise.
    private var isImminent: Bool {
        guard let hour = outlook(over: .hour) else { return false }
        guard let pattern = outlook(over: .pattern) else {
            return ends(hour, within: 4) && outlook(over: .minutes).map { ends($0, within: 4) } ?? true
        }
        return ends(pattern, within: 5) && ends(hour, within: 5)
            && outlook(over: .minutes).map { ends($0, within: 8) } ?? true
    }

    private func ends(_ outlook: Outlook, within hours: Double) -> Bool {
        guard outlook.exhaustsBeforeReset == true, let end = outlook.exhaustsAt else { return false }
        return end - now <= .seconds(hours * 3600)
    }

    /// The windows that are gone by here.
    private enum Window: String {
        case minutes = "5m"
        case hour = "1h"
        case day = "1d"
        case pattern
    }

    private func outlook(over window: Window) -> Outlook? {
        account.history?.outlooks.first { $0.window.label == window.rawValue }
    }
}

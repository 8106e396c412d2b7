import Threading

extension Account {
    /// Whether the account can have had no reset by schedule yet.
    var isInFirstPeriod: Bool {
        guard let createdAt, createdAt.unixSeconds.isFinite else { return false }
        guard let resetsAt = budget.resetsAt else { return true }
        if let spend, let totalSpend, totalSpend > 0, totalSpend == spend { return true }
        guard let shortest = budget.duration.flatMap(Budget.shortestPeriod(of:)) else { return false }
        return resetsAt - createdAt <= shortest
    }
}

extension Budget {
    /// The least time between two resets that a duration of LiteLLM's can mean; nil where that is not known.
    ///
    /// Resets lie on the calendar of a time zone of the operator's choice: from `24h` on hours mean one day, `30d` and `1mo`
    /// a month, and a day may have 23 hours.
    static func shortestPeriod(of duration: String) -> Duration? {
        let hour = Duration.seconds(3600)
        switch duration {
        case "hourly": return hour
        case "daily": return hour * 23
        case "weekly": return hour * (7 * 24 - 1)
        case "monthly", "30d", "1mo": return hour * (28 * 24 - 1)
        default: break
        }
        let unit = duration.drop { $0.isASCII && $0.isNumber }
        guard let count = Int(duration.dropLast(unit.count)), (1...10_000).contains(count) else { return nil }
        switch unit {
        case "h": return count >= 24 ? hour * 23 : 24 % count == 0 ? hour * count : nil
        case "d": return hour * (count * 24 - 1)
        case "w": return hour * (count * 7 * 24 - 1)
        default: return nil
        }
    }
}

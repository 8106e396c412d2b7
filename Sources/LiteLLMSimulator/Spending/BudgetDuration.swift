/// LiteLLM's budget durations: `<int><unit>` with s, m, h, d, w or mo, or a word such as `daily`.
enum BudgetDuration {
    /// The next reset after a moment, with LiteLLM's own quirks: `30d` ends with the calendar month, `7d` on Monday,
    /// and an hour count of 24 or more wraps to the next day, so that `48h` resets daily.
    static func nextReset(_ duration: String, after time: Double) -> Double {
        let midnight = CivilTime(time).midnight
        guard let (count, unit) = parse(duration), count > 0 else { return midnight + day }
        let sinceMidnight = time - midnight
        switch unit {
        case "s", "m", "h":
            let unitSeconds = unit == "s" ? 1 : unit == "m" ? 60 : 3600
            return midnight + offset(count, unitSeconds, (sinceMidnight / Double(unitSeconds)).rounded(.down))
        case "d": return nextDay(count, midnight, time)
        case "w": return nextDay(count * 7, midnight, time)
        case "mo": return firstOfNextMonth(time)
        default: return midnight + day
        }
    }

    /// The end of a period that begins at a moment, as caches count it: no calendar, but for `mo`.
    static func end(of duration: String, startingAt time: Double) -> Double {
        guard let (count, unit) = parse(duration), count > 0 else { return time + day }
        let seconds = ["s": 1, "m": 60, "h": 3600, "d": day, "w": 7 * day]
        return unit == "mo" ? firstOfNextMonth(time) : time + Double(count) * (seconds[unit] ?? day)
    }

    private static let day = 86_400.0
    private static let words = ["hourly": "1h", "daily": "24h", "weekly": "7d", "monthly": "30d"]

    private static func parse(_ duration: String) -> (count: Int, unit: String)? {
        let text = words[duration.lowercased()] ?? duration
        let digits = text.prefix { ("0"..."9").contains($0) }
        let unit = text.dropFirst(digits.count).prefix { ("a"..."z").contains($0) }
        guard let count = Int(digits), !unit.isEmpty else { return nil }
        return (count, String(unit))
    }

    /// The next multiple of `count` units. Where it is tomorrow, LiteLLM keeps only its time of day.
    private static func offset(_ count: Int, _ unitSeconds: Int, _ units: Double) -> Double {
        // Seconds and minutes count from the start of the minute and the hour, hours from midnight.
        let cycle = unitSeconds == 3600 ? 24 : 60
        let elapsed = Int(units)
        let inCycle = elapsed % cycle
        let next = elapsed - inCycle + inCycle - inCycle % count + count
        let seconds = next * unitSeconds
        guard seconds >= 86_400 else { return Double(seconds) }
        return day + Double(seconds % 86_400)
    }

    private static func nextDay(_ days: Int, _ midnight: Double, _ time: Double) -> Double {
        switch days {
        case 7: midnight + Double(7 - CivilTime(time).weekday) * day
        case 30: firstOfNextMonth(time)
        default: midnight + Double(days) * day
        }
    }

    private static func firstOfNextMonth(_ time: Double) -> Double {
        let civil = CivilTime(time)
        return civil.month == 12
            ? CivilTime(year: civil.year + 1, month: 1, day: 1).time
            : CivilTime(year: civil.year, month: civil.month + 1, day: 1).time
    }
}

extension CivilTime {
    /// The start of this day, in seconds since 1970.
    var midnight: Double { Double(dayNumber) * 86_400 }
}

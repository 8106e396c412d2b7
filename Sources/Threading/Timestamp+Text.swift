extension Timestamp {
    /// Reads the dates that LiteLLM writes: RFC 3339 with `Z`, an offset or no zone (then UTC), a fraction of any length,
    /// and a date alone, as an operator may type it for a temporary increase.
    public init?(rfc3339 text: String) {
        var scanner = DateScanner(text[...])
        guard let year = scanner.digits(4), scanner.skip("-"), let month = scanner.digits(2), scanner.skip("-"),
            let day = scanner.digits(2), let days = Self.daysSinceEpoch(year: year, month: month, day: day)
        else { return nil }
        guard !scanner.isAtEnd else {
            self.init(unixSeconds: Double(days * 86_400))
            return
        }
        guard scanner.skip("T") || scanner.skip("t") || scanner.skip(" "), let time = scanner.timeOfDay() else {
            return nil
        }
        let fraction = scanner.fraction()
        guard let offset = scanner.zoneOffset(), scanner.isAtEnd else { return nil }
        self.init(unixSeconds: Double(days * 86_400 + time - offset) + fraction)
    }

    /// Reads the `Date` header of an HTTP response, `Sat, 21 Nov 2026 00:48:15 GMT` (RFC 9110, 5.6.7).
    public init?(httpDate text: String) {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let day = Self.number(words[1], digits: 2),
            let year = Self.number(words[3], digits: 4),
            let month = Self.monthNames.firstIndex(of: String(words[2])),
            let days = Self.daysSinceEpoch(year: year, month: month + 1, day: day)
        else { return nil }
        var scanner = DateScanner(words[4])
        guard let time = scanner.timeOfDay(), scanner.isAtEnd else { return nil }
        self.init(unixSeconds: Double(days * 86_400 + time))
    }

    private static func number(_ text: Substring, digits: Int) -> Int? {
        var scanner = DateScanner(text)
        guard let number = scanner.digits(digits), scanner.isAtEnd else { return nil }
        return number
    }

    private static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Days from 1970-01-01 to a date of the Gregorian calendar; nil where there is no such date.
    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int? {
        let isLeapYear = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
        let lengths = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...12).contains(month), (1...lengths[month - 1]).contains(day) else { return nil }
        let completeYears = year - 1
        let leapDays = completeYears / 4 - completeYears / 100 + completeYears / 400
        let daysBeforeYear = completeYears * 365 + leapDays
        return daysBeforeYear + lengths[..<(month - 1)].reduce(0, +) + day - 1 - 719_162
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC, to the second: `2026-11-21T00:48:15Z`.
    public var description: String {
        guard unixSeconds.isFinite, abs(unixSeconds) < 253_402_300_800 else { return "\(unixSeconds)" }
        let seconds = Int(unixSeconds.rounded(.down))
        let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
        let time = seconds - days * 86_400
        // Days are counted from a 1st of March, so that the leap day is the last of its year.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func padded(_ number: Int, _ width: Int = 2) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month))-\(padded(day))"
            + "T\(padded(time / 3600)):\(padded(time / 60 % 60)):\(padded(time % 60))Z"
    }
}

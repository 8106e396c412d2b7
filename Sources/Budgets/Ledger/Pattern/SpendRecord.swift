import func Glibc.exp

/// The most that was spent in a span of one length, leaving out the last two to three days: what runs away must not become
/// usual while it runs.
struct SpendRecord: Hashable, Sendable {
    /// By which part a record fades in a day: to 37 % in 60 days, so that one old burst does not hide all that come later.
    private static let kept = exp(-24.0 / 1440)

    var older: Float = 0
    var dayBeforeYesterday: Float = 0
    var yesterday: Float = 0
    var today: Float = 0

    /// In the first days also what is too young.
    var most: Double {
        Double([older, dayBeforeYesterday, yesterday].first { $0 > 0 } ?? today)
    }

    mutating func beginDay() {
        older = max(Float(Double(older) * Self.kept), dayBeforeYesterday)
        (dayBeforeYesterday, yesterday, today) = (yesterday, today, 0)
    }

    mutating func note(_ spent: Double) {
        today = max(today, Float(spent))
    }
}

/// How spending is spread over a week: for each of its hours what is spent in it, as a multiple of an average hour.
///
/// What is known of an hour of the week is blended with what is known of that hour of all days, and that with an even
/// spread, by how often each was seen.
struct WeekShape: Hashable, Sendable {
    static let hours = 168
    /// After three weeks an hour of the week is known as well as it will be: habits change.
    private static let mostWeeks = 3
    private static let leastWeightOfWeek = 0.4
    /// An hour of the day is seen every day, so it may be slower.
    private static let mostDays = 10
    private static let leastWeightOfDay = 0.1

    /// Those of the week, then those of the day.
    private(set) var learnt: [LearntShare]

    init() {
        learnt = Array(repeating: LearntShare(), count: Self.hours + 24)
    }

    /// Nil for any other number of shares.
    init?(_ learnt: [LearntShare]) {
        guard learnt.count == Self.hours + 24 else { return nil }
        self.learnt = learnt
    }

    /// - Parameter hour: Any hour, counted from any Monday, Thursday or other day, as long as it is always the same.
    func share(at hour: Int) -> Double {
        let (inWeek, inDay) = Self.places(of: hour)
        return blended(inWeek, blended(inDay, 1))
    }

    /// What is expected in a whole week.
    var total: Double {
        (0..<Self.hours).reduce(0) { $0 + share(at: $1) }
    }

    mutating func learn(_ share: Double, at hour: Int) {
        let (inWeek, inDay) = Self.places(of: hour)
        learnt[inWeek].learn(share, mostCount: Self.mostWeeks, leastWeight: Self.leastWeightOfWeek)
        learnt[inDay].learn(share, mostCount: Self.mostDays, leastWeight: Self.leastWeightOfDay)
    }

    /// What is not known yet weighs as much as a value that was seen once.
    private func blended(_ place: Int, _ unknown: Double) -> Double {
        let known = learnt[place]
        return (Double(known.count) * known.mean + unknown) / Double(known.count + 1)
    }

    private static func places(of hour: Int) -> (inWeek: Int, inDay: Int) {
        let inWeek = hour.modulo(hours)
        return (inWeek, hours + inWeek % 24)
    }
}

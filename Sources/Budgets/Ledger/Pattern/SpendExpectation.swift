import func Glibc.exp
import func Glibc.log

/// What a pattern expects from the newest look on. Spans are in hours.
struct SpendExpectation {
    /// Low by two standard deviations.
    private static let caution = 2.0
    /// How much what is not known of the level counts against what is not known of single hours.
    private static let weightOfLevel = 4.0
    /// Spending is out of the pattern when it is this many times the most that was ever seen.
    private static let timesTheRecord = 2.0

    private let pattern: SpendPattern
    private let hour: Int
    /// The part of that hour that is over.
    private let elapsed: Double
    private let level: Double
    /// What was spent in the last hour beyond what was expected of it.
    private let excess: Double
    private let persistence: Double
    private let spentInLastHour: Double
    /// Whether the last hour or the last three are more than anything that was ever seen. What comes then the pattern cannot
    /// know; the last hour alone tells.
    let isOutOfPattern: Bool

    /// - Parameters:
    ///   - wall: When the newest look was by the wall clock, in microseconds since 1970.
    ///   - hour: How long an hour is.
    ///   - spentInLastHour: Nil where too little of it was watched.
    ///   - spentInLastThreeHours: Nil where not all of them were watched.
    init(
        _ pattern: SpendPattern, wall: Microseconds, hour: Microseconds, spentInLastHour: Double?,
        spentInLastThreeHours: Double?
    ) {
        self.pattern = pattern
        let passed = wall.modulo(hour)
        self.hour = Int((wall - passed) / hour)
        elapsed = Double(passed) / Double(hour)
        level = pattern.level ?? 0
        persistence = pattern.deviations.persistence
        self.spentInLastHour = spentInLastHour ?? 0
        guard let spentInLastHour else {
            (excess, isOutOfPattern) = (0, false)
            return
        }
        excess =
            spentInLastHour - elapsed * level * pattern.week.share(at: self.hour)
            - (1 - elapsed) * Double(pattern.expectedInLastHour)
        isOutOfPattern =
            spentInLastHour > Self.timesTheRecord * pattern.hourRecord.most
            || (spentInLastThreeHours ?? 0) > Self.timesTheRecord * pattern.threeHourRecord.most
    }

    /// What is spent within a span, as expected.
    func spending(in hours: Double) -> Double {
        max(0, level * shares(in: hours) + excess * persisting(hours))
    }

    /// What is spent within a span at least, but for one case in forty.
    func leastSpending(in hours: Double) -> Double {
        let expected = spending(in: hours)
        guard expected > 0 else { return 0 }
        // Of a logarithmic normal distribution, as spending is skewed and never negative.
        let spread = log(1 + variance(in: hours) / (expected * expected))
        return expected * exp(-spread / 2 - Self.caution * spread.squareRoot())
    }

    /// What the next hour costs.
    var nextHour: Double { isOutOfPattern ? spentInLastHour : spending(in: 1) }

    /// When an amount is spent, as expected; nil where that takes longer than `most`.
    func hours(untilSpending amount: Double, most: Double) -> Double? {
        guard !isOutOfPattern else {
            let hours = amount / spentInLastHour
            return hours <= most ? hours : nil
        }
        let weekly = level * pattern.week.total
        let mostExcess = persistence > 0 ? max(0, excess) / -log(persistence) : 0
        guard weekly > 0 || mostExcess >= amount else { return nil }
        // In that many weeks it cannot be reached.
        let weeks = weekly > 0 ? max(0, (amount - mostExcess) / weekly).rounded(.down) : 0
        var start = weeks * Double(WeekShape.hours)
        guard start <= most else { return nil }
        var (next, spent, step) = (hour, weeks * weekly, 1 - elapsed)
        while start <= most {
            let share = level * pattern.week.share(at: next)
            if spent + share * step + excess * persisting(start + step) >= amount {
                // The expectation rises, or bends upwards, within an hour: it is crossed once.
                var (low, high) = (0.0, step)
                for _ in 0..<20 {
                    let middle = (low + high) / 2
                    if spent + share * middle + excess * persisting(start + middle) >= amount {
                        high = middle
                    } else {
                        low = middle
                    }
                }
                return start + high
            }
            spent += share * step
            start += step
            next += 1
            step = 1
        }
        return nil
    }

    private func shares(in hours: Double) -> Double {
        let end = elapsed + hours
        let weeks = (end / Double(WeekShape.hours)).rounded(.down)
        let rest = end - weeks * Double(WeekShape.hours)
        let whole = Int(rest)
        var sum = weeks > 0 ? weeks * pattern.week.total : 0
        for offset in 0..<whole { sum += pattern.week.share(at: hour + offset) }
        return sum + (rest - Double(whole)) * pattern.week.share(at: hour + whole)
            - elapsed * pattern.week.share(at: hour)
    }

    /// For how many hours a deviation counts that fades from now on.
    private func persisting(_ hours: Double) -> Double {
        guard persistence > 0 else { return 0 }
        let fading = -log(persistence)
        return (1 - exp(-fading * hours)) / fading
    }

    /// Of the sum over the hours of a span, each a part of the one before and something new; and of the level, which is an
    /// average over the hours that were learnt.
    private func variance(in hours: Double) -> Double {
        let left = 1 - persistence
        let faded = exp(hours * log(persistence))
        let noise =
            hours - 2 * persistence * (1 - faded) / left
            + persistence * persistence * (1 - faded * faded) / (1 - persistence * persistence)
        let known = min(Double(pattern.hoursLearnt), SpendPattern.levelMemory) + 1
        let scale = level / left
        return pattern.deviations.variance * scale * scale
            * (max(0, noise) + Self.weightOfLevel * hours * hours / known)
    }
}

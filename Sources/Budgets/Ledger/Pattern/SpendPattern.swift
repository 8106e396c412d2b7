import func Glibc.exp

/// What an account usually spends in which hour of the week, and how far it strays from that; learnt hour by hour.
///
/// Some 600 bytes, in an array of its own: only accounts that spend have one. Hours are those of UTC; which ones an account
/// is busy in shows by itself.
struct SpendPattern: Hashable, Sendable {
    /// The hour that is not over yet.
    struct RunningHour: Hashable, Sendable {
        /// Counted from 1970.
        var number: Int
        var start: Microseconds
        var counterAtStart: Double
        /// Whether it was watched from its beginning on without a longer gap, and nothing kept the account from spending.
        var isSound: Bool
    }

    /// How long it learns before it tells anything: a day, and another that shows what the two have in common.
    static let hoursBeforeTelling = 48
    /// An account that spent nothing for four weeks forgets what it was like.
    static let idleHours = 28 * 24
    /// Of how many hours the level is about: a week, so that weekends do not move it.
    static let levelMemory = 168.0
    /// A sound hour is as long by the monotonic clock, to this part: else somebody set the clock.
    private static let clockTolerance = 1.0 / 60
    /// A gap in looks that is longer than this part of an hour leaves open when its money was spent.
    private static let longestGap = 0.25

    var running: RunningHour?
    var hoursLearnt: UInt32 = 0
    var week = WeekShape()
    /// What was spent and the shares that fell on the same hours, both with less weight the longer ago.
    var spent: Float = 0
    var shares: Float = 0
    var deviations = SpendDeviations()
    /// What the pattern said of the last hour when that began.
    var expectedInLastHour: Float = 0
    var hourRecord = SpendRecord()
    var threeHourRecord = SpendRecord()
    var spentInLastHour: Float = 0
    var spentInHourBefore: Float = 0
    /// Of the newest hour that was learnt, counted from 1970.
    var day: Int32 = 0
    /// Whether the limit is taken to be reached before the reset. It takes more to become so than to stay so.
    var exhaustsBeforeReset = false

    /// What is spent in an average hour; nil before the first was learnt.
    var level: Double? { shares > 0 ? Double(spent) / Double(shares) : nil }

    var isTold: Bool { hoursLearnt >= Self.hoursBeforeTelling }

    /// Goes on to the newest look of a curve.
    /// - Parameters:
    ///   - previous: When the look before was.
    ///   - wall: When the newest was by the wall clock, in microseconds since 1970.
    ///   - isWatched: Whether it was looked at in between too.
    ///   - isExhausted: Then the account cannot spend, which tells nothing of what it would.
    ///   - hour: How long an hour is.
    mutating func follow(
        _ curve: SpendCurve, from previous: Microseconds, wall: Microseconds, isWatched: Bool, isExhausted: Bool,
        hour: Microseconds
    ) {
        let time = curve.last.time
        let number = Int((wall - wall.modulo(hour)) / hour)
        let tolerance = Microseconds(Double(hour) * Self.clockTolerance)
        let hasGap = !isWatched && Double(time - previous) > Double(hour) * Self.longestGap
        guard let last = running else {
            running = RunningHour(
                number: number, start: time, counterAtStart: curve.last.counter, isSound: false)
            return
        }
        if hasGap || isExhausted { running?.isSound = false }
        // A clock that is corrected by a little at the turn of an hour does not turn it again.
        if number == last.number || (number == last.number - 1 && hour - wall.modulo(hour) <= tolerance) { return }
        let edge = min(time, max(previous, time - wall.modulo(hour)))
        let counter = curve.counter(at: edge)
        let isOnTime = number == last.number + 1 && abs(edge - last.start - hour) <= tolerance
        if isOnTime && running?.isSound == true {
            learn(counter - last.counterAtStart, in: last.number)
        } else {
            deviations.last = nil
            expectedInLastHour = Float((level ?? 0) * week.share(at: number - 1))
        }
        running = RunningHour(
            number: number, start: edge, counterAtStart: counter, isSound: !hasGap && !isExhausted)
    }

    private mutating func learn(_ amount: Double, in hour: Int) {
        let share = week.share(at: hour)
        let usual = level ?? amount
        expectedInLastHour = Float(share * usual)
        hoursLearnt += hoursLearnt == .max ? 0 : 1
        if usual > 0 { deviations.note(amount / usual - share) }
        let kept = exp(-1 / Self.levelMemory)
        spent = Float(Double(spent) * kept + amount)
        shares = Float(Double(shares) * kept + share)
        record(amount, day: Int32(truncatingIfNeeded: (hour - hour.modulo(24)) / 24))
        if let level, level > 0 { week.learn(amount / level, at: hour) }
    }

    private mutating func record(_ amount: Double, day: Int32) {
        if day != self.day {
            self.day = day
            hourRecord.beginDay()
            threeHourRecord.beginDay()
        }
        hourRecord.note(amount)
        threeHourRecord.note(amount + Double(spentInLastHour) + Double(spentInHourBefore))
        (spentInHourBefore, spentInLastHour) = (spentInLastHour, Float(amount))
    }
}

extension SignedInteger {
    /// What is left over the last multiple below, never negative.
    func modulo(_ span: Self) -> Self {
        let rest = self % span
        return rest < 0 ? rest + span : rest
    }
}

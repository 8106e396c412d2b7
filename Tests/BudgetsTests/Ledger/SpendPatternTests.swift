import TestSupport
import Testing
import Threading

@testable import Budgets

/// The forecast from an account's own week. Tests begin on a Friday at 8:00 UTC.
@Suite struct SpendPatternTests {
    private static let hour = 3600.0
    private static let day = 86_400.0
    private static let minutes = 300.0

    /// Lives from one time to another at a rate that depends on the time, looked at every five minutes.
    private func live(
        _ watched: inout WatchedAccount, from start: Double, until end: Double, dollarsAnHour rate: (Double) -> Double
    ) {
        watched.interval = .seconds(Self.minutes)
        var spend = watched.account.spend?.amount ?? 0
        for time in stride(from: start, through: end, by: Self.minutes) {
            if time > start || watched.account.spend == nil {
                spend += time == 0 ? 0 : rate(time - Self.minutes / 2) * Self.minutes / Self.hour
                watched.look(time, spend: spend)
            }
        }
    }

    /// From Monday to Friday, 9 to 17 UTC.
    private func office(_ time: Double) -> Double {
        let hours = (time / Self.hour + 4 * 24 + 8).truncatingRemainder(dividingBy: 7 * 24)
        return hours < 5 * 24 && (9..<17).contains(hours.truncatingRemainder(dividingBy: 24)) ? 10 : 0
    }

    private func hoursAfterMonday(_ date: Timestamp?, _ weeks: Double) -> Double? {
        // Monday is 64 hours after the start.
        date.map { ($0.unixSeconds - WatchedAccount.start) / Self.hour - 64 - weeks * 7 * 24 }
    }

    @Test("two weeks of office hours tell on Sunday at what time on Monday the money ends")
    func knowsMonday() throws {
        var watched = WatchedAccount()
        // Sunday, 12:00.
        let sunday = 16 * Self.day + 4 * Self.hour
        live(&watched, from: 0, until: sunday, dollarsAnHour: office)
        let spend = watched.account.spend!.amount
        watched.look(sunday + 1, spend: spend) { $0.budget.limit = .limited(USD(spend + 40)) }
        let pattern = try #require(watched.pattern(sunday + 1))
        let monday = try #require(hoursAfterMonday(pattern.exhaustsAt, 2))
        // Forty dollars are four hours from nine o'clock on.
        #expect((11..<14).contains(monday), "\(monday)")
        let lines = try #require(watched.history(sunday + 1)).outlooks.filter { $0.window.label == "1d" }
        #expect(lines.count == 1 && lines[0].exhaustsAt == nil)
        #expect(pattern.ratePerSecond.amount * Self.hour < 5)
        live(&watched, from: sunday + Self.minutes, until: sunday + 22 * Self.hour, dollarsAnHour: office)
        // Monday, 10:00.
        let rate = try #require(watched.pattern(sunday + 22 * Self.hour)).ratePerSecond.amount * Self.hour
        #expect((8.5...11).contains(rate), "\(rate)")
    }

    @Test("what is projected to a reset follows the week")
    func projects() throws {
        var watched = WatchedAccount(limit: .limited(5000), resetsAt: 28 * Self.day)
        let sunday = 16 * Self.day + 4 * Self.hour
        live(&watched, from: 0, until: sunday, dollarsAnHour: office)
        let pattern = try #require(watched.pattern(sunday))
        // 880 dollars in 11 days of work; 9 more days of work follow until Friday, 8:00.
        let projected = try #require(pattern.projectedSpend?.amount)
        #expect((1450...1750).contains(projected), "\(projected)")
        #expect(pattern.exhaustsBeforeReset == false)
    }

    @Test("48 hours must have been watched whole")
    func takesTwoDays() {
        var watched = WatchedAccount()
        live(&watched, from: 0, until: 49 * Self.hour - Self.minutes) { _ in 1 }
        #expect(watched.pattern(0) == nil)
        live(&watched, from: 49 * Self.hour - Self.minutes, until: 49 * Self.hour) { _ in 1 }
        #expect(watched.pattern(0) != nil)
        watched.interval = .seconds(901)
        #expect(watched.pattern(0) == nil)
    }

    @Test("an account that never spent has none, however long it is watched")
    func needsSpending() {
        var watched = WatchedAccount(limit: .limited(5))
        live(&watched, from: 0, until: 10 * Self.day) { _ in 0 }
        #expect(watched.ledger.entries?.patterns.capacity == 0)
        #expect(watched.pattern(0) == nil)
    }

    @Test("hours with a gap, and hours in which nothing could be spent, are not learnt")
    func learnsFromSoundHoursOnly() {
        var watched = WatchedAccount(limit: .limited(20))
        live(&watched, from: 0, until: 10 * Self.hour) { _ in 1 }
        #expect(watched.ledger.entries?.patterns[0].hoursLearnt == 9)
        // Twenty minutes, in the hour that ends there and the one that begins.
        live(&watched, from: 11 * Self.hour - 600, until: 11 * Self.hour - 600) { _ in 1 }
        watched.look(11 * Self.hour + 600, spend: 11)
        live(&watched, from: 11 * Self.hour + 600, until: 14 * Self.hour) { _ in 1 }
        #expect(watched.ledger.entries?.patterns[0].hoursLearnt == 11)
        // Exhausted after the 20th hour.
        live(&watched, from: 14 * Self.hour, until: 40 * Self.hour) { $0 < 21 * Self.hour ? 1 : 0 }
        let learnt = watched.ledger.entries!.patterns[0].hoursLearnt
        #expect((15...18).contains(learnt), "\(learnt)")
    }

    @Test("a wall clock that jumps teaches nothing wrong", arguments: [1, 2, 3] as [UInt64])
    func survivesClocks(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var watched = WatchedAccount(limit: .limited(10_000))
        var spend = 0.0
        for look in 0..<4000 {
            if Int.random(in: 0..<40, using: &generator) == 0 {
                watched.wallError = [0, 30, -30, 1200, -1200, 3600, -7200, 1e6, -1e9].randomElement(using: &generator)!
            }
            spend += 1.0 / 12
            watched.look(Double(look) * Self.minutes, spend: spend)
            guard let pattern = watched.ledger.entries?.patterns.first else { continue }
            let wrong = pattern.week.learnt.filter { $0.count > 0 && !(0.93...1.07).contains($0.mean) }
            #expect(wrong.isEmpty, "look \(look)")
        }
        #expect(watched.ledger.entries!.patterns[0].hoursLearnt > 30)
    }

    @Test("a clock that is corrected by seconds at the turn of an hour loses none")
    func survivesJitter() {
        var watched = WatchedAccount()
        for look in 0...(12 * 20) {
            watched.wallError = look % 2 == 0 ? 20 : -20
            watched.look(Double(look) * Self.minutes, spend: Double(look))
        }
        #expect(watched.ledger.entries!.patterns[0].hoursLearnt == 19)
    }

    /// How much later the pattern has the exhaustion than the last hour.
    private func secondsFromLine(_ watched: WatchedAccount, _ time: Double) throws -> Double {
        let line = try #require(watched.history(time)?.outlooks.first { $0.window.label == "1h" }?.exhaustsAt)
        return try #require(watched.pattern(time)?.exhaustsAt).unixSeconds - line.unixSeconds
    }

    @Test("a loop is told by the last hour alone, and does not become usual while it runs")
    func noticesLoops() throws {
        var watched = WatchedAccount(limit: .limited(1e5), resetsAt: 30 * Self.day)
        live(&watched, from: 0, until: 5 * Self.day) { _ in 1 }
        #expect(try #require(watched.pattern(0)).exhaustsAt == nil)
        live(&watched, from: 5 * Self.day, until: 7 * Self.day) { _ in 50 }
        let pattern = try #require(watched.pattern(7 * Self.day))
        #expect(abs(try secondsFromLine(watched, 7 * Self.day)) < 5)
        #expect(abs(pattern.ratePerSecond.amount * Self.hour - 50) < 1e-6)
        // After four days it has become one.
        live(&watched, from: 7 * Self.day, until: 9.5 * Self.day) { _ in 50 }
        #expect(abs(try secondsFromLine(watched, 9.5 * Self.day)) > 60)
    }

    @Test("before the reset: begins with a low estimate, ends with the expected one, and anew with limits and resets")
    func takesMoreToBegin() throws {
        var watched = WatchedAccount(limit: .limited(230), resetsAt: 10 * Self.day)
        func bit(_ watched: WatchedAccount) -> Bool? { watched.pattern(0)?.exhaustsBeforeReset }
        /// The same account after its limit was moved and moved back.
        func begun(_ watched: WatchedAccount, _ time: Double) -> Bool? {
            var other = watched
            let spend = other.account.spend?.amount
            other.look(time + 1, spend: spend) { $0.budget.limit = .limited(1e6) }
            other.look(time + 2, spend: spend) { $0.budget.limit = watched.account.budget.limit }
            return bit(other)
        }
        live(&watched, from: 0, until: 4 * Self.day) { _ in 1 }
        #expect(bit(watched) == true)
        // From now on less: what is expected falls below what is left some time, and the low estimate before it.
        var (heldOnly, ended) = (0, 0)
        for step in 0..<40 {
            let time = (4 + Double(step) / 24) * Self.day
            live(&watched, from: time, until: time + Self.hour) { _ in 0.5 }
            let (stays, begins) = (bit(watched), begun(watched, time + Self.hour))
            #expect(stays == true || begins == false)
            if stays == true && begins == false { heldOnly += 1 }
            if stays == false { ended += 1 }
        }
        #expect(heldOnly > 0 && ended > 0)
        watched.look(6.5 * Self.day, spend: watched.account.spend!.amount) { $0.budget.limit = .limited(150) }
        #expect(bit(watched) == true)
        watched.look(6.5 * Self.day + 60, spend: 0) { $0.budget.resetsAt = WatchedAccount.date(7 * Self.day) }
        #expect(bit(watched) == false)
        watched.look(6.5 * Self.day + 120, spend: 150)
        #expect(bit(watched) == nil)
    }

    @Test("without a reset date the limit is reached before it")
    func needsNoReset() throws {
        var watched = WatchedAccount(limit: .limited(1000))
        live(&watched, from: 0, until: 3 * Self.day) { _ in 1 }
        let pattern = try #require(watched.pattern(3 * Self.day))
        #expect(pattern.exhaustsBeforeReset == true)
        #expect(pattern.projectedSpend == nil)
        let hours = (try #require(pattern.exhaustsAt).unixSeconds - WatchedAccount.start) / Self.hour
        #expect(abs(hours - 1000) < 20, "\(hours)")
    }

    @Test("divided terms learn by hours as short as their windows")
    func divides() {
        var watched = WatchedAccount()
        watched.terms = .standard.divided(by: 1000)
        watched.interval = .milliseconds(300)
        for step in 0...700 { watched.look(Double(step) * 0.3, spend: Double(step)) }
        #expect(watched.ledger.entries!.patterns[0].hoursLearnt >= 48)
        #expect(abs(watched.pattern(210)!.ratePerSecond.amount - 1 / 0.3) < 0.1)
    }

    @Test("a mean in two bytes keeps to within half a percent", arguments: [1e-4, 0.01, 0.3, 1, 7.77, 400, 30_000])
    func roundsLittle(value: Double) {
        var share = LearntShare()
        share.learn(value, mostCount: 10, leastWeight: 0.1)
        #expect(abs(share.mean / value - 1) <= 0.004)
        for _ in 0..<30 { share.learn(value * 2, mostCount: 10, leastWeight: 0.1) }
        #expect(share.count == 10)
        #expect(abs(share.mean / (value * 2) - 1) <= 0.06)
    }

    @Test("shares beyond all bounds are cut off")
    func sharesAreBounded() {
        for value in [0, -3, 1e-9, 1e30, Double.infinity, .nan] {
            var share = LearntShare()
            share.learn(value, mostCount: 3, leastWeight: 0.4)
            #expect(share.mean >= 0 && share.mean < 70_000)
        }
    }
}

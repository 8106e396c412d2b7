import Budgets
import Testing
import Threading

@Suite struct SpendWindowTests {
    private static let minute = 60.0
    private static let hour = 3600.0
    private static let day = 86_400.0

    /// Watched every `interval` seconds while a dollar a second is spent.
    private func watch(
        _ id: AccountID = .team("t"), from start: Double = 0, until end: Double, every interval: Double = 30,
        in watched: WatchedAccount? = nil
    ) -> WatchedAccount {
        var watched = watched ?? WatchedAccount(id)
        watched.interval = .seconds(interval)
        for time in stride(from: start, through: end, by: interval) { watched.look(time, spend: time) }
        return watched
    }

    struct Appearance: Sendable {
        let window: String
        let span: Double
        let kind: AccountID
    }

    @Test(
        "a window is told once 80 % of it were watched, averaged over what was",
        arguments: [
            Appearance(window: "5m", span: 5 * minute, kind: .team("t")),
            Appearance(window: "1h", span: hour, kind: .team("t")),
            Appearance(window: "1d", span: day, kind: .proxy),
            Appearance(window: "7d", span: 7 * day, kind: .user("u")),
            Appearance(window: "1h", span: hour, kind: .key(hash: "k")),
            Appearance(window: "1d", span: day, kind: .key(hash: "k")),
        ])
    func appears(example: Appearance) throws {
        let watched = watch(example.kind, until: example.span * 0.8 - 30)
        #expect(watched.spending(0)[example.window] == nil)
        let later = watch(example.kind, from: example.span * 0.8, until: example.span * 0.8, in: watched)
        let spending = try #require(later.spending(0)[example.window])
        #expect(abs(spending - example.span) < 1e-6 * example.span)
    }

    @Test("keys have the windows 1h and 1d, all others 5m, 1h, 1d and 7d, in that order, and their pattern after them")
    func windowsOfKinds() {
        func labels(_ id: AccountID) -> [String]? {
            watch(id, until: 8 * Self.day, every: 60).history(0)?.outlooks.map(\.window.label)
        }
        #expect(labels(.key(hash: "k")) == ["1h", "1d", "pattern"])
        #expect(labels(.team("t")) == ["5m", "1h", "1d", "7d", "pattern"])
    }

    @Test("a window is told while looks are no further apart than a quarter of it")
    func needsLooks() {
        var watched = watch(until: 8 * Self.day, every: 75)
        #expect(watched.spending(0).keys.sorted() == ["1d", "1h", "5m", "7d"])
        watched.interval = .milliseconds(75_001)
        #expect(watched.spending(0).keys.sorted() == ["1d", "1h", "7d"])
        watched.interval = .seconds(7 * 86_400 / 4)
        #expect(watched.spending(0).keys.sorted() == ["7d"])
    }

    struct Gap: Sendable {
        let length: Double
        /// Told at the first look after it.
        let told: [String]
        /// How long after it all are told again.
        let recovery: Double
    }

    @Test(
        "a gap longer than half of a window hides it until 80 % of it were watched again",
        arguments: [
            Gap(length: 2.5 * minute, told: ["1d", "1h", "5m", "7d"], recovery: 0),
            Gap(length: 3 * minute, told: ["1d", "1h", "7d"], recovery: 4 * minute),
            Gap(length: 30 * minute, told: ["1d", "1h", "7d"], recovery: 4 * minute),
            Gap(length: 31 * minute, told: ["1d", "7d"], recovery: 48 * minute),
            Gap(length: 12 * hour, told: ["1d", "7d"], recovery: 48 * minute),
            Gap(length: 13 * hour, told: ["7d"], recovery: 0.8 * day),
            Gap(length: 3.5 * day, told: ["7d"], recovery: 0.8 * day),
            Gap(length: 4 * day, told: [], recovery: 5.6 * day),
        ])
    func gapsHide(example: Gap) {
        let end = 8 * Self.day
        let back = end + example.length
        var watched = watch(from: back, until: back, in: watch(until: end, every: 60))
        #expect(watched.spending(0).keys.sorted() == example.told)
        if example.recovery > 0 {
            watched = watch(from: back + 30, until: back + example.recovery - 30, in: watched)
            #expect(watched.spending(0).count < 4)
            watched = watch(from: back + example.recovery, until: back + example.recovery, in: watched)
        }
        #expect(watched.spending(0).count == 4)
        for (label, spending) in watched.spending(0) {
            let span = watched.terms.windows.first { $0.label == label }!.duration.seconds
            #expect(abs(spending - span) < 1e-6 * span, "\(label)")
        }
        #expect(watched.counter == back + example.recovery)
    }

    @Test("each of many gaps counts for the windows that it is too long for")
    func gapsAreKeptApart() {
        var watched = watch(until: 8 * Self.day, every: 60)
        let end = 8 * Self.day
        watched.look(end + 13 * Self.hour, spend: end)
        watched.look(end + 14 * Self.hour, spend: end)
        watched.look(end + 14 * Self.hour + 200, spend: end)
        #expect(watched.spending(0).keys.sorted() == ["7d"])
        watched = watch(from: end + 14 * Self.hour + 230, until: end + 15 * Self.hour, in: watched)
        #expect(watched.spending(0).keys.sorted() == ["1h", "5m", "7d"])
    }

    @Test("what was spent in a gap is spread evenly over it in the windows, and in the counter once")
    func gapsAreSpread() throws {
        var watched = watch(until: Self.hour)
        for time in stride(from: Self.hour + 600, through: 1.5 * Self.hour, by: 30) {
            watched.look(time, spend: Self.hour + 100 + (time - Self.hour - 600))
        }
        #expect(watched.counter == Self.hour + 100 + 1200)
        // Half an hour at a dollar a second, ten minutes in which a hundred were spent, twenty minutes.
        #expect(abs(try #require(watched.spending(0)["1h"]) - (1800 + 100 + 1200)) < 1e-6)
        #expect(abs(try #require(watched.spending(0)["5m"]) - 300) < 1e-6)
    }

    @Test("an account that stayed as it was is as one that was looked at all along", arguments: [true, false])
    func stays(isWatched: Bool) {
        var watched = watch(until: Self.hour)
        var other = watched
        for time in stride(from: Self.hour + 30, through: 2 * Self.hour, by: 30) {
            other.look(time, spend: Self.hour)
        }
        let end = watched.moment(2 * Self.hour)
        if isWatched {
            watched.ledger.stayed(until: end, kind: .team, terms: watched.terms)
        } else {
            watched.look(2 * Self.hour, spend: Self.hour)
        }
        #expect(other.spending(0)["1h"] == 0)
        #expect(watched.spending(0) == (isWatched ? other.spending(0) : [:]))
    }

    @Test("an idle account spends nothing in all windows, by a change a week ago too")
    func idles() {
        var watched = WatchedAccount()
        watched.look(0, spend: 0)
        watched.look(60, spend: 50)
        for time in stride(from: 120, through: 15 * Self.day, by: 60) {
            watched.look(time, spend: 50)
            if time == 6 * Self.day { #expect(abs(watched.spending(0)["7d"]! - 50 * 7 / 6) < 1e-6) }
        }
        #expect(watched.spending(0) == ["1d": 0, "1h": 0, "5m": 0, "7d": 0])
    }

    @Test("batches of 15 seconds do not make a window come and go")
    func doesNotFlap() {
        var watched = WatchedAccount()
        for step in 0..<1000 {
            let time = Double(step) * 30 + Double(step % 7)
            watched.look(time, spend: (time / 13).rounded(.down) * 0.5)
            let isTold = watched.spending(0)["5m"] != nil
            #expect(isTold == (time >= 240))
        }
    }

    @Test("divided terms have the same windows, shorter")
    func dividesTerms() {
        var watched = WatchedAccount()
        watched.terms = .standard.divided(by: 1000)
        watched.interval = .milliseconds(30)
        for step in 0...40_000 { watched.look(Double(step) * 0.03, spend: Double(step) * 0.03) }
        let spending = watched.spending(0)
        #expect(spending.keys.sorted() == ["1d", "1h", "5m", "7d"])
        for (label, seconds) in ["5m": 0.3, "1h": 3.6, "1d": 86.4, "7d": 604.8] {
            #expect(abs((spending[label] ?? .nan) - seconds) < 1e-6 * seconds, "\(label)")
        }
    }

    @Test("an older look and one at the same instant do no harm")
    func takesAnyOrder() {
        var watched = watch(until: Self.hour)
        let before = watched.ledger
        watched.look(Self.hour - 1, spend: 9999)
        watched.ledger.stayed(until: watched.moment(Self.hour - 1), kind: .team, terms: watched.terms)
        #expect(watched.ledger == before)
        watched.look(Self.hour, spend: Self.hour + 5)
        #expect(watched.counter == Self.hour + 5)
        #expect(abs(watched.spending(0)["5m"]! - 305) < 1e-6)
    }
}

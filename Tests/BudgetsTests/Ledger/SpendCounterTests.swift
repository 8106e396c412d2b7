import Budgets
import Testing
import Threading

@Suite struct SpendCounterTests {
    /// One look after another: seconds, spend, and what else changed.
    struct Step: Sendable {
        var at: Double
        var spend: Double?
        var total: Double?
        var limit: Budget.Limit = .limited(100)
        /// The date that the look shows, in seconds after the start.
        var resetsAt: Double?
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let steps: [Step]
        let counter: Double
        var resets: [BudgetReset?]

        init(_ name: String, _ steps: [Step], counter: Double, _ resets: BudgetReset?...) {
            testDescription = name
            self.steps = steps
            self.counter = counter
            self.resets = resets
        }
    }

    private static let rises = [
        Case("starts at zero", [Step(at: 0, spend: 70)], counter: 0),
        Case("adds what was spent", [Step(at: 0, spend: 70), Step(at: 30, spend: 75)], counter: 5, nil),
        Case("rises from a negative spend", [Step(at: 0, spend: -5), Step(at: 30, spend: 3)], counter: 8, nil),
        Case("takes -0 for 0", [Step(at: 0, spend: -0.0), Step(at: 30, spend: 0)], counter: 0, nil),
        Case(
            "passes over an unknown spend",
            [Step(at: 0, spend: 1), Step(at: 30, spend: nil), Step(at: 60, spend: 4)], counter: 3, nil, nil),
        Case(
            "passes over amounts that are none",
            [
                Step(at: 0, spend: 1), Step(at: 30, spend: .nan), Step(at: 60, spend: .infinity),
                Step(at: 90, spend: 1e300), Step(at: 120, spend: -1e300), Step(at: 150, spend: 2),
            ], counter: 1, nil, nil, nil, nil, nil),
        Case(
            "does not mind limits that change",
            [
                Step(at: 0, spend: 1), Step(at: 30, spend: 2, limit: .limited(500)),
                Step(at: 60, spend: 3, limit: .limited(1)), Step(at: 90, spend: 4, limit: .unlimited),
                Step(at: 120, spend: 5, limit: .limited(0)), Step(at: 150, spend: 6, limit: .unknown),
            ], counter: 5, nil, nil, nil, nil, nil),
        Case(
            "ignores a look older than the newest",
            [Step(at: 0, spend: 1), Step(at: 30, spend: 4), Step(at: 20, spend: 2), Step(at: 60, spend: 5)],
            counter: 4, nil, nil, nil),
    ]

    private static let resets = [
        Case(
            "adds what is left by a scheduled reset",
            [Step(at: 0, spend: 80, resetsAt: 60), Step(at: 90, spend: 3, resetsAt: 1060)], counter: 3, .scheduled),
        Case(
            "leaves out what a rollover may have carried over",
            [Step(at: 0, spend: 107, resetsAt: 60), Step(at: 90, spend: 9, resetsAt: 1060)], counter: 2, .scheduled),
        Case(
            "adds nothing where a rollover may have carried over more",
            [Step(at: 0, spend: 107, resetsAt: 60), Step(at: 90, spend: 5, resetsAt: 1060)], counter: 0, .scheduled),
        Case(
            "goes by the lower limit where it changed with the reset",
            [
                Step(at: 0, spend: 107, resetsAt: 60),
                Step(at: 90, spend: 60, limit: .limited(50), resetsAt: 1060),
                Step(at: 120, spend: 70, limit: .limited(50), resetsAt: 1060),
                Step(at: 1090, spend: 21, limit: .limited(500), resetsAt: 2060),
            ], counter: 3 + 10 + 1, .scheduled, nil, .scheduled),
        Case(
            "carries nothing over without a limit",
            [
                Step(at: 0, spend: 107, limit: .unlimited, resetsAt: 60),
                Step(at: 90, spend: 9, limit: .unlimited, resetsAt: 1060),
            ], counter: 9, .scheduled),
        Case(
            "adds nothing where no limit was ever known",
            [
                Step(at: 0, spend: 80, limit: .unknown, resetsAt: 60),
                Step(at: 90, spend: 9, limit: .unknown, resetsAt: 1060),
            ], counter: 0, .scheduled),
        Case(
            "goes by the last limit that was known",
            [
                Step(at: 0, spend: 106, resetsAt: 60), Step(at: 30, spend: 107, limit: .unknown, resetsAt: 60),
                Step(at: 90, spend: 9, limit: .unknown, resetsAt: 1060),
            ], counter: 1 + 2, nil, .scheduled),
        Case(
            "takes a reset within the slack before its date for scheduled",
            [Step(at: 0, spend: 80, resetsAt: 100), Step(at: 40, spend: 3, resetsAt: 1100)], counter: 3, .scheduled),
        Case(
            "and one before that for unscheduled",
            [Step(at: 0, spend: 80, resetsAt: 101), Step(at: 40, spend: 3, resetsAt: 1100)], counter: 0, .unscheduled),
        Case(
            "waits for a reset that is late",
            [
                Step(at: 0, spend: 80, resetsAt: 60), Step(at: 300, spend: 81, resetsAt: 60),
                Step(at: 660, spend: 2, resetsAt: 1060),
            ], counter: 1 + 2, nil, .scheduled),
        Case(
            "counts a due date that moved without a fall",
            [Step(at: 0, spend: 0, resetsAt: 60), Step(at: 90, spend: 0, resetsAt: 1060)], counter: 0, .scheduled),
        Case(
            "adds only the difference where the new period already spent more",
            [Step(at: 0, spend: 5, resetsAt: 60), Step(at: 90, spend: 7, resetsAt: 1060)], counter: 2, .scheduled),
        Case(
            "counts one reset for a date that jumps a month",
            [Step(at: 0, spend: 5, resetsAt: 60), Step(at: 90, spend: 1, resetsAt: 2_600_000)], counter: 1, .scheduled),
        Case(
            "does not count a date that moved before it was due",
            [Step(at: 0, spend: 5, resetsAt: 600), Step(at: 30, spend: 6, resetsAt: 9000)], counter: 1, nil),
        Case(
            "does not count a due date that moved back or away",
            [
                Step(at: 0, spend: 5, resetsAt: 60), Step(at: 90, spend: 6, resetsAt: 30),
                Step(at: 120, spend: 7, resetsAt: nil), Step(at: 150, spend: 8, resetsAt: 60),
            ], counter: 3, nil, nil, nil),
        Case(
            "adds nothing for a reset by hand",
            [Step(at: 0, spend: 80, resetsAt: 600), Step(at: 30, spend: 3, resetsAt: 600)], counter: 0, .unscheduled),
        Case(
            "adds nothing for a correction, and goes on from it",
            [
                Step(at: 0, spend: 80, resetsAt: 600), Step(at: 30, spend: 78, resetsAt: 600),
                Step(at: 60, spend: 79, resetsAt: 600),
            ], counter: 1, .unscheduled, nil),
        Case(
            "takes a fall under a due date that still stands for a correction",
            [
                Step(at: 0, spend: 80, resetsAt: 60), Step(at: 90, spend: 78, resetsAt: 60),
                Step(at: 660, spend: 2, resetsAt: 1060),
            ], counter: 2, .unscheduled, .scheduled),
        Case(
            "takes a fall without any date for unscheduled",
            [Step(at: 0, spend: 80), Step(at: 30, spend: 3)], counter: 0, .unscheduled),
        Case(
            "takes a fall that took a due date away for scheduled",
            [Step(at: 0, spend: 80, resetsAt: 60), Step(at: 90, spend: 3)], counter: 3, .scheduled),
        Case(
            "does not take a reset from below zero for spending",
            [
                Step(at: 0, spend: -80, resetsAt: 60), Step(at: 90, spend: 3, resetsAt: 1060),
                Step(at: 120, spend: 4, resetsAt: 1060),
            ], counter: 4, .scheduled, nil),
        Case(
            "adds nothing where two resets took the same spend away",
            [
                Step(at: 0, spend: 80, resetsAt: 60), Step(at: 90, spend: -78, resetsAt: 1060),
                Step(at: 120, spend: -70, resetsAt: 1060),
            ], counter: 8, .scheduled, nil),
    ]

    private static let totals = [
        Case(
            "starts at the lifetime spend and equals it",
            [Step(at: 0, spend: 3, total: 500), Step(at: 30, spend: 4, total: 501.1)], counter: 501.1, nil),
        Case(
            "goes by the lifetime spend over resets of both kinds",
            [
                Step(at: 0, spend: 80, total: 500, resetsAt: 60), Step(at: 90, spend: 3, total: 512, resetsAt: 1060),
                Step(at: 120, spend: 1, total: 513, resetsAt: 1060),
            ], counter: 513, .scheduled, .unscheduled),
        Case(
            "is not jumped to a lifetime spend that appears",
            [
                Step(at: 0, spend: 80), Step(at: 30, spend: 85, total: 0), Step(at: 60, spend: 86, total: 1),
                Step(at: 90, spend: 87, total: 2),
            ], counter: 7, nil, nil, nil),
        Case(
            "nor to a higher one",
            [Step(at: 0, spend: 80), Step(at: 30, spend: 85, total: 900), Step(at: 60, spend: 86, total: 901)],
            counter: 6, nil, nil),
        Case(
            "goes on by the spend where the lifetime spend disappears",
            [
                Step(at: 0, spend: 80, total: 500), Step(at: 30, spend: 81, total: 501), Step(at: 60, spend: 83),
                Step(at: 90, spend: 84),
            ], counter: 504, nil, nil, nil),
        Case(
            "goes on by the spend where the lifetime spend falls, then by its rises",
            [
                Step(at: 0, spend: 80, total: 500), Step(at: 30, spend: 82, total: 90),
                Step(at: 60, spend: 82, total: 93),
            ], counter: 505, nil, nil),
        Case(
            "takes a lifetime spend that is no amount for none",
            [Step(at: 0, spend: 80, total: .nan), Step(at: 30, spend: 82, total: 1e300)], counter: 2, nil),
    ]

    @Test("the counter", arguments: rises + resets + totals)
    func counts(example: Case) {
        var watched = WatchedAccount()
        var resets: [BudgetReset?] = []
        for step in example.steps {
            let reset = watched.look(step.at, spend: step.spend) { account in
                account.totalSpend = step.total.map { USD($0) }
                account.budget = Budget(limit: step.limit, resetsAt: step.resetsAt.map(WatchedAccount.date))
            }
            if step.at != example.steps[0].at { resets.append(reset) } else { #expect(reset == nil) }
        }
        #expect(watched.counter.map { abs($0 - example.counter) < 1e-9 } == true, "\(watched.counter ?? .nan)")
        #expect(resets == example.resets)
        #expect(watched.history(0)?.scheduledResets == example.resets.count { $0 == .scheduled })
        #expect(watched.history(0)?.unscheduledResets == example.resets.count { $0 == .unscheduled })
    }

    @Test("nothing is known before the first look that tells a spend")
    func beginsWithASpend() {
        var watched = WatchedAccount(.key(hash: "k"))
        #expect(watched.history(0) == nil)
        watched.look(0, spend: nil)
        #expect(watched.history(0) == nil)
        watched.look(60, spend: 5)
        #expect(watched.counter == 0)
    }

    @Test("sums that binary fractions do not hold never make it fall, and rounding does not add up")
    func neverFallsByRounding() {
        var watched = WatchedAccount()
        var (spend, last) = (0.0, 0.0)
        for step in 0..<50_000 {
            spend = Double(step) * 0.1
            let isReset = step % 9973 == 9972
            watched.look(Double(step), spend: spend) { $0.totalSpend = isReset ? nil : USD(spend * 3.3 + 1e6) }
            let counter = watched.counter!
            #expect(counter >= last)
            last = counter
        }
        #expect(abs(last - (1e6 + 4999.9 * 3.3)) < 5)
        var plain = WatchedAccount()
        for step in 0...50_000 { plain.look(Double(step), spend: 0.1 + Double(step) * (1.0 / 3)) }
        #expect(plain.counter == 0.1 + 50_000 * (1.0 / 3) - 0.1)
    }

    @Test("a small counter of a large spend does not fall by rounding where it goes on after a correction")
    func neverFallsAfterCorrections() {
        var watched = WatchedAccount()
        var (spend, last) = (1e9, 0.0)
        for step in 0..<10_000 {
            spend += step % 3 == 0 ? -0.7 / Double(step + 1) : 0.0000002
            watched.look(Double(step), spend: spend)
            #expect(watched.counter! >= last)
            last = watched.counter!
        }
        #expect(last > 0.001 && last < 0.002)
    }

    @Test("a renamed account goes on")
    func survivesRenames() {
        var watched = WatchedAccount()
        watched.look(0, spend: 1)
        watched.look(30, spend: 3) { $0.identity.alias = "other" }
        #expect(watched.counter == 2)
    }

    @Test("a wall clock that jumps makes no reset, no negative span and no spending", arguments: [-86_400.0, 86_400])
    func wallClockJumps(jump: Double) {
        var watched = WatchedAccount(limit: .limited(100), resetsAt: 3600)
        for step in 0..<20 { watched.look(Double(step) * 30, spend: Double(step)) }
        watched.wallError = jump
        for step in 20..<40 { #expect(watched.look(Double(step) * 30, spend: Double(step)) == nil) }
        #expect(watched.counter == 39)
        #expect(watched.spending(39 * 30)["5m"].map { abs($0 - 10) < 1e-9 } == true)
        #expect(watched.look(1200, spend: 12) == .unscheduled)
        #expect(watched.counter == 39)
    }
}

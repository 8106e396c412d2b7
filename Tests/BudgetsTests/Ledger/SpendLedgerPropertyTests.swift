import Budgets
import TestSupport
import Testing
import Threading

/// Random histories, generated together with the truth.
@Suite struct SpendLedgerPropertyTests {
    private static let seeds: Range<UInt64> = {
        let first = UInt64.random(in: 0..<(1 << 40))
        return first..<(first + 8)
    }()

    @Test("the counter is never above the truth and below by what is stated, restarted or not", arguments: seeds)
    func followsTheTruth(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for round in 0..<40 {
            try Self.liveOnce("seed \(seed), round \(round)", looks: 250, using: &generator)
        }
    }

    private static func liveOnce(_ name: String, looks: Int, using generator: inout SplitMix64) throws {
        let id = Bool.random(using: &generator) ? AccountID.team("t") : .key(hash: "k")
        let pace = [15.0, 30, 60, 90].randomElement(using: &generator)!
        var budget = SimulatedBudget(id, using: &generator)
        var process = Process(skew: .random(in: -50...50, using: &generator))
        var (ledger, unstopped) = (SpendLedger(), SpendLedger())
        var rated = RatedSpending()
        var time = 0.0
        _ = ledger.take(budget.account, at: process.moment(0), terms: .standard)
        _ = unstopped.take(budget.account, at: process.moment(0), terms: .standard)
        var counter = budget.account.totalSpend?.amount ?? 0
        let start = counter
        rated.append(counter, at: 0)
        for look in 1...looks {
            time += nextLook(pace, using: &generator)
            let before = budget.account
            budget.live(until: time, progress: Double(look) / Double(looks), using: &generator)
            if Int.random(in: 0..<20, using: &generator) == 0 {
                let bytes = ledger.encoded(at: process.moment(time))
                process.uptimeOffset = .random(in: -1e6...1e6, using: &generator)
                ledger = try #require(SpendLedger(decoding: bytes, at: process.moment(time)), "\(name), look \(look)")
            }
            let reset = ledger.take(budget.account, at: process.moment(time), terms: .standard)
            var first = process
            first.uptimeOffset = 0
            let other = unstopped.take(budget.account, at: first.moment(time), terms: .standard)
            let history = try #require(
                ledger.history(
                    of: budget.account, terms: .standard, effectiveInterval: .seconds(pace), at: process.moment(time)))
            let rise = history.spendTotal.amount - counter
            let story =
                "\(name), look \(look): \(counter) + \(rise), \(budget.interval), was \(before.budget) spend "
                + "\(before.spend!.amount), is \(budget.account.budget) spend \(budget.account.spend!.amount)"
            let rounding = 1e-9 * (1 + abs(start) + budget.spent)
            try #require(rise >= 0, "falls: \(story)")
            try #require(rise <= budget.interval.spent + rounding, "counts too much: \(story)")
            try #require(rise >= budget.interval.spent - mayMiss(budget, before: before) - rounding, "misses: \(story)")
            try #require(reset == expectedReset(budget, before: before), "\(story)")
            counter = history.spendTotal.amount
            try #require(counter <= start + budget.spent + rounding, "above the truth: \(story)")
            try #require(reset == other, "restarts differ: \(story)")
            rated.append(counter, at: time)
            let unstoppedHistory = unstopped.history(
                of: budget.account, terms: .standard, effectiveInterval: .seconds(pace), at: first.moment(time))
            try #require(unstoppedHistory?.spendTotal.amount == counter, "restarts differ: \(story)")
            for history in [history, unstoppedHistory!] {
                try checkRates(history, id.kind, by: rated, pace: pace, rounding: rounding, story)
            }
        }
    }

    /// A uptime of its own for each process, and a wall clock that is somewhat off LiteLLM's.
    private struct Process {
        let skew: Double
        var uptimeOffset = 0.0

        func moment(_ time: Double) -> Moment {
            Moment(
                uptime: Uptime(sinceOrigin: .seconds(time + uptimeOffset)), now: WatchedAccount.date(time + skew))
        }
    }

    private static func nextLook(_ pace: Double, using generator: inout SplitMix64) -> Double {
        switch Int.random(in: 0..<300, using: &generator) {
        case 0: .random(in: 3600...400_000, using: &generator)
        case 1..<6: .random(in: 100...10_000, using: &generator)
        default: pace * .random(in: 0.9...1.1, using: &generator)
        }
    }

    /// What the rules state that a look can miss.
    private static func mayMiss(_ budget: SimulatedBudget, before: Account) -> Double {
        let (last, now) = (before.spend!.amount, budget.account.spend!.amount)
        let interval = budget.interval
        if let total = before.totalSpend, let newTotal = budget.account.totalSpend, newTotal >= total { return 0 }
        if interval.otherFalls > 0 { return interval.spent }
        guard interval.jobResets > 0 else { return 0 }
        guard now < last else { return interval.spentBeforeReset + min(max(0, last), now) }
        let limits = [before, budget.account].map { $0.budget.limit.amount?.amount ?? .infinity }
        return interval.spentBeforeReset + max(0, last - limits.min()!)
    }

    private static func expectedReset(_ budget: SimulatedBudget, before: Account) -> BudgetReset? {
        if budget.interval.jobResets > 0 { return .scheduled }
        return budget.account.spend! < before.spend! ? .unscheduled : nil
    }

    private static func checkRates(
        _ history: AccountHistory, _ kind: AccountKind, by rated: RatedSpending, pace: Double, rounding: Double,
        _ story: String
    ) throws {
        var outlooks = history.outlooks[...]
        for window in LedgerTerms.standard.windows(of: kind) {
            let expected = rated.spending(in: window, interval: pace, fullResolution: 3600)
            let outlook = outlooks.first?.window == window ? outlooks.removeFirst() : nil
            try #require((outlook == nil) == (expected == nil), "\(window.label) told: \(outlook != nil), \(story)")
            guard let expected, let outlook else { continue }
            let spent = outlook.ratePerSecond.amount * expected.over
            // Times are kept to the microsecond.
            let rounding = rounding + spent * 1e-7
            try #require(
                spent >= expected.range.lowerBound - rounding && spent <= expected.range.upperBound + rounding,
                "\(window.label): \(spent) in \(expected.range), \(story)")
        }
        if let pattern = outlooks.first, pattern.window == LedgerTerms.standard.pattern {
            try #require(pattern.ratePerSecond >= 0 && pattern.ratePerSecond.amount.isFinite, "\(story)")
            outlooks.removeFirst()
        }
        try #require(outlooks.isEmpty)
    }
}

import Budgets
import TestSupport
import Threading

/// A budget as LiteLLM keeps it, with what is true of it: spending in batches, resets by a job that runs late, resets by
/// hand, corrections, a lifetime spend that comes and goes.
struct SimulatedBudget {
    /// What happened since the look before.
    struct Interval {
        var spent = 0.0
        /// Of that, before the last reset by the job.
        var spentBeforeReset = 0.0
        var jobResets = 0
        var otherFalls = 0
    }

    private(set) var account: Account
    private(set) var interval = Interval()
    /// All that was spent.
    private(set) var spent = 0.0
    private(set) var now = 0.0

    private var spend: Double
    private var totalSpend: Double
    private var limit: Double?
    private var resetsAt: Double?
    private var nextBatch = 0.0
    private var isBusy = true
    private var limitMayChange = true

    private let period: Double
    private let lateness: Double
    private let rollsOver: Bool
    private let ratePerSecond: Double
    private let isBursty: Bool
    private let tellsTotalSpend: TotalSpend

    private enum TotalSpend: CaseIterable {
        case never, always, appears, appearsAtZero, disappears, falls, flickers
    }

    init(_ id: AccountID, using generator: inout SplitMix64) {
        period = [600, 3600, 20_000, 86_400, 2_600_000].randomElement(using: &generator)!
        lateness = .random(in: 0...605, using: &generator)
        rollsOver = .random(using: &generator)
        isBursty = .random(using: &generator)
        ratePerSecond = [0, 0.0001, 0.01, 3].randomElement(using: &generator)!
        tellsTotalSpend = TotalSpend.allCases.randomElement(using: &generator)!
        spend = [-3.3, 0, 0.1, 70].randomElement(using: &generator)!
        totalSpend = max(0, spend) + [0, 1e3, 1e6].randomElement(using: &generator)!
        limit = Bool.random(using: &generator) ? ratePerSecond * period * .random(in: 0.2...2, using: &generator) : nil
        resetsAt = Int.random(in: 0..<8, using: &generator) == 0 ? nil : period * .random(in: 0...1, using: &generator)
        account = Account(id: id, budget: Budget(limit: .unlimited), spend: nil)
        show(after: 0)
    }

    /// Lives on until the next look, which sees `account`.
    /// - Parameter progress: Which part of the whole history has passed.
    mutating func live(until end: Double, progress: Double, using generator: inout SplitMix64) {
        interval = Interval()
        limitMayChange = true
        // Written every 13 seconds while somebody looks, more coarsely over gaps.
        let batch = max(13, (end - now) / 200)
        while nextBatch <= end {
            now = nextBatch
            nextBatch += batch
            write(batch, using: &generator)
            if let due = resetsAt, due + lateness <= now { reset(due: due) }
            intervene(before: end, using: &generator)
        }
        now = end
        show(after: progress)
    }

    private mutating func write(_ batch: Double, using generator: inout SplitMix64) {
        if Int.random(in: 0..<50, using: &generator) == 0 { isBusy.toggle() }
        guard isBusy, ratePerSecond > 0 else { return }
        var amount = batch * ratePerSecond * .random(in: 0...2, using: &generator)
        if isBursty { amount /= .random(in: 0.003...1, using: &generator) }
        spend += amount
        totalSpend += amount
        spent += amount
        interval.spent += amount
    }

    private mutating func reset(due: Double) {
        spend = rollsOver ? max(0, spend - (limit ?? spend)) : 0
        resetsAt = now + period - (now - due).truncatingRemainder(dividingBy: period)
        interval.jobResets += 1
        interval.spentBeforeReset = interval.spent
    }

    private mutating func intervene(before end: Double, using generator: inout SplitMix64) {
        switch Int.random(in: 0..<2000, using: &generator) {
        case 0..<4:
            if spend > 0 { interval.otherFalls += 1 }
            spend = min(spend, 0)
        case 4..<8:
            if spend > 0 { interval.otherFalls += 1 }
            spend -= max(0, spend * .random(in: 0...1.2, using: &generator))
        case 8..<16 where limitMayChange:
            limitMayChange = false
            limit = Bool.random(using: &generator) ? max(0, spend) * .random(in: 0...2, using: &generator) : nil
        case 16..<20:
            if let date = resetsAt, date > end + 300 { resetsAt = date + 5000 }
        default: break
        }
    }

    private mutating func show(after progress: Double) {
        account.spend = USD(spend)
        account.budget.limit = limit.map { .limited(USD($0)) } ?? .unlimited
        account.budget.resetsAt = resetsAt.map(WatchedAccount.date)
        switch tellsTotalSpend {
        case .never: account.totalSpend = nil
        case .always: account.totalSpend = USD(totalSpend)
        case .appears: account.totalSpend = progress > 0.3 ? USD(totalSpend) : nil
        case .appearsAtZero:
            if progress <= 0.3 { totalSpend = 0 }
            account.totalSpend = progress > 0.3 ? USD(totalSpend) : nil
        case .disappears: account.totalSpend = progress < 0.6 ? USD(totalSpend) : nil
        case .falls:
            if progress > 0.5, totalSpend > spent + 1 { totalSpend = 0.5 }
            account.totalSpend = USD(totalSpend)
        case .flickers: account.totalSpend = Int(now) % 3 == 0 ? USD(totalSpend) : nil
        }
    }
}

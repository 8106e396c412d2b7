import Threading

/// Turns LiteLLM's spend, which resets take back, into a counter that never falls.
///
/// It is what it was at some look and how far LiteLLM's own figure rose since, not a sum of many differences: rounding does
/// not add up, and as it keeps the order of numbers, a figure that rises never makes the counter fall by an ulp.
struct SpendCounter: Hashable, Sendable {
    /// The figure that the counter follows.
    enum Source: UInt8, Hashable, Sendable {
        case spend
        case totalSpend
    }

    private(set) var value: Double
    /// The newest look.
    private(set) var newest: Look
    private(set) var scheduledResets: UInt32 = 0
    private(set) var unscheduledResets: UInt32 = 0
    /// Nil after a fall: the next rise begins from what was read then.
    private(set) var source: Source?
    /// What the counter was when it began to follow that figure, and what the figure was.
    private(set) var base: Double
    private(set) var figureAtBase: Double

    /// Starts at the lifetime figure, which was counted before and after a restart alike, else at 0, so that a restart
    /// never looks like a burst.
    init(_ first: Look) {
        newest = first
        source = first.totalSpend == nil ? .spend : .totalSpend
        base = 0
        figureAtBase = first.totalSpend.map { min(0, $0) } ?? first.spend
        value = (first.totalSpend ?? first.spend) - figureAtBase
    }

    /// As it was when it was written down.
    init(
        value: Double, newest: Look, scheduledResets: UInt32, unscheduledResets: UInt32, source: Source?, base: Double,
        figureAtBase: Double
    ) {
        self.value = value
        self.newest = newest
        self.scheduledResets = scheduledResets
        self.unscheduledResets = unscheduledResets
        self.source = source
        self.base = base
        self.figureAtBase = figureAtBase
    }

    /// Whether looks could have made it: one read from a file that was not must not fall, or count below zero, at the next.
    var isSound: Bool {
        let figures = [newest.spend, newest.totalSpend ?? 0, figureAtBase]
        guard value >= 0, figures.allSatisfy({ abs($0) < Look.absurdAmount }) else { return false }
        return switch source {
        case .spend: value == base + (newest.spend - figureAtBase)
        case .totalSpend: newest.totalSpend.map { value == base + ($0 - figureAtBase) } ?? false
        case nil: true
        }
    }

    /// - Parameter now: When LiteLLM was asked, by its own clock.
    mutating func advance(to look: Look, now: Timestamp, resetSlack: Duration) -> BudgetReset? {
        let reset = reset(before: look, now: now, resetSlack: resetSlack)
        if let last = newest.totalSpend, let total = look.totalSpend, total >= last {
            follow(.totalSpend, from: last, to: total)
        } else if look.spend < newest.spend || (reset == .scheduled && newest.spend < 0) {
            // A reset takes a spend below zero up to zero, which is no spending.
            source = nil
            if reset == .scheduled { value += max(0, look.spend - overspend(before: look)) }
        } else {
            follow(.spend, from: newest.spend, to: look.spend)
        }
        switch reset {
        case .scheduled: scheduledResets += scheduledResets == .max ? 0 : 1
        case .unscheduled: unscheduledResets += unscheduledResets == .max ? 0 : 1
        case nil: break
        }
        if look.limit == .unknown {
            let limit = newest.limit
            newest = look
            newest.limit = limit
        } else {
            newest = look
        }
        return reset
    }

    /// A reset by LiteLLM's job moves the date on. While the date that is due still stands the job has not run, so a fall
    /// then is a correction or a reset by hand: what is left may be old money.
    private func reset(before look: Look, now: Timestamp, resetSlack: Duration) -> BudgetReset? {
        let fell = look.spend < newest.spend
        guard fell || look.resetsAt != newest.resetsAt else { return nil }
        guard let due = newest.resetsAt, due <= now + resetSlack else { return fell ? .unscheduled : nil }
        guard let next = look.resetsAt else { return fell ? .scheduled : nil }
        return next > due ? .scheduled : fell ? .unscheduled : nil
    }

    /// What `budget_rollover` may have carried over the reset, and was counted before it. LiteLLM subtracts the limit that
    /// held at the reset, so the lower of those before and after it; an unknown one is taken for zero.
    private func overspend(before look: Look) -> Double {
        func highest(_ limit: Budget.Limit) -> Double? {
            switch limit {
            case .unknown, .unreadable: nil
            case .unlimited: .infinity
            case .limited(let amount): amount.amount
            }
        }
        let limits = [highest(newest.limit), highest(look.limit)].compactMap(\.self)
        return max(0, newest.spend - (limits.min() ?? 0))
    }

    private mutating func follow(_ figure: Source, from last: Double, to next: Double) {
        if source != figure {
            source = figure
            base = value
            figureAtBase = last
        }
        value = base + (next - figureAtBase)
    }
}

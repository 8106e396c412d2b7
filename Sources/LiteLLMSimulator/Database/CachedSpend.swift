/// Spend in a cache entry that lives for one period, from the first cost on; no reset job is needed.
protocol CachedSpend {
    var period: String { get }
    /// US dollars, as of the last cost.
    var spend: Double { get set }
    /// When the entry expires, in seconds since 1970; nil before the first cost.
    var resetAt: Double? { get set }
}

extension CachedSpend {
    mutating func add(_ cost: Double, at time: Double) {
        spend = spend(at: time)
        if resetAt(at: time) == nil { resetAt = BudgetDuration.end(of: period, startingAt: time) }
        spend += cost
    }

    func spend(at time: Double) -> Double { isExpired(at: time) ? 0 : spend }

    /// When the entry expires, where there is one.
    func resetAt(at time: Double) -> Double? { isExpired(at: time) ? nil : resetAt }

    private func isExpired(at time: Double) -> Bool { resetAt.map { $0 <= time } ?? false }
}

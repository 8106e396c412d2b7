import Threading

/// The figures of one look at an account that the ledger goes by, with what cannot be money or a date left out.
struct Look: Hashable, Sendable {
    var spend: Double
    var totalSpend: Double?
    var limit: Budget.Limit
    var resetsAt: Timestamp?

    /// Amounts at or above a trillion dollars are no amounts: a counter never forgets, so it must not take them in.
    static let absurdAmount = 1e12

    init(spend: Double, totalSpend: Double? = nil, limit: Budget.Limit = .unlimited, resetsAt: Timestamp? = nil) {
        self.spend = spend
        self.totalSpend = totalSpend
        self.limit = limit
        self.resetsAt = resetsAt
    }

    /// Nil while the spend is unknown.
    init?(_ account: Account) {
        guard let spend = Self.sound(account.spend) else { return nil }
        self.init(
            spend: spend, totalSpend: Self.sound(account.totalSpend), limit: Self.sound(account.budget.limit),
            resetsAt: account.budget.resetsAt.flatMap { $0.unixSeconds.isFinite ? $0 : nil })
    }

    private static func sound(_ amount: USD?) -> Double? {
        guard let amount = amount?.amount, abs(amount) < absurdAmount else { return nil }
        return amount
    }

    private static func sound(_ limit: Budget.Limit) -> Budget.Limit {
        if limit == .unreadable { return .unknown }
        guard let amount = limit.amount?.amount, !amount.isFinite else { return limit }
        return amount == .infinity ? .unlimited : .unknown
    }
}

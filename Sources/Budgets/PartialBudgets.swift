/// Budgets of an account besides its one budget.
public struct PartialBudgets: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Of single models.
    public static let models = PartialBudgets(rawValue: 1)
    /// Windows that run at the same time.
    public static let windows = PartialBudgets(rawValue: 2)
}

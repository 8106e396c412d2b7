public import Threading

/// How fast money goes by one window, and where that leads.
///
/// For the account's own pattern what is said of a rate below is the spending that the pattern expects, hour by hour; and
/// `exhaustsBeforeReset` is more careful than `exhaustsAt`: it becomes true when even a low estimate reaches the limit, and
/// false again when the expected one no longer does.
public struct Outlook: Hashable, Sendable {
    public var window: SpendWindow
    /// Spending in a second, never negative. By the pattern: what is expected of the next hour.
    public var ratePerSecond: USD
    /// When the limit is reached at that rate, ignoring resets. Nil when there is no limit, it is reached already, nothing
    /// is spent, or it would take longer than the terms' horizon.
    public var exhaustsAt: Timestamp?
    /// Whether that comes before the next reset, and true where no reset is to come. Nil without a limit or once reached.
    public var exhaustsBeforeReset: Bool?
    /// Spend at the next reset at that rate; nil without a reset in the future.
    public var projectedSpend: USD?

    public init(
        window: SpendWindow, ratePerSecond: USD, exhaustsAt: Timestamp? = nil, exhaustsBeforeReset: Bool? = nil,
        projectedSpend: USD? = nil
    ) {
        self.window = window
        self.ratePerSecond = ratePerSecond
        self.exhaustsAt = exhaustsAt
        self.exhaustsBeforeReset = exhaustsBeforeReset
        self.projectedSpend = projectedSpend
    }
}

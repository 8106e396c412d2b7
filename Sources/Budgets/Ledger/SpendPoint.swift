public import Threading

/// What was spent of a budget period at a time.
public struct SpendPoint: Hashable, Sendable {
    public var time: Timestamp
    public var spend: USD

    public init(time: Timestamp, spend: USD) {
        self.time = time
        self.spend = spend
    }
}

public import Threading

/// One look at an account.
public struct Observation: Hashable, Sendable {
    public var account: Account
    /// When the answer that told it arrived.
    public var uptime: Uptime

    public init(_ account: Account, at uptime: Uptime) {
        self.account = account
        self.uptime = uptime
    }
}

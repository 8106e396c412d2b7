public import Threading

/// One look at an account.
public struct Observation: Hashable, Sendable {
    public var account: Account
    /// When it was asked for: what was asked for later is newer, whichever answer arrives first.
    public var uptime: Uptime

    public init(_ account: Account, at uptime: Uptime) {
        self.account = account
        self.uptime = uptime
    }
}

public import Budgets
public import Threading

/// Everything that is known at one moment, immutable: the one product of polling.
public struct Report: Sendable {
    /// When it was made, on both clocks.
    public var time: Timestamp
    public var uptime: Uptime
    /// The accounts that are shown, in the order of their ids: fresh, and within the limits.
    public var accounts: [AccountKind: [Account]]
    /// The aliases of all teams, those that a limit leaves out included, to name the teams of keys.
    public var aliasesOfTeams: [AccountID: String]
    /// How many accounts of a kind a limit leaves out.
    public var dropped: [AccountKind: Int]
    /// One for each enabled source, in the order of their names.
    public var sources: [SourceStatus]
    /// The source whose first complete sweep makes the exporter ready.
    public var discoverySource: SourceID
    public var upstream: UpstreamStatistics
    /// Whether the last finished attempt on the discovery source was authorised and understood; false before the first.
    public var proxyIsUp: Bool
    /// Whether there was a first complete look, so that what is shown is not just the beginning.
    public var isReady: Bool
    /// Local clock less LiteLLM's, in seconds; nil before the first answer.
    public var clockSkew: Double?
    /// When the exporter's own key stops working; nil when it does not, or is not known.
    public var ownKeyExpiry: Timestamp?
    /// How long the last complete background round of details took; nil before the first.
    public var detailsRound: Duration?
    /// Whether the state file can be used; nil where none is kept.
    public var stateIsUp: Bool?
    /// How reading the configuration anew went; nil where it is never read anew.
    public var configurationReload: ReloadStatus?
    /// The same of the web configuration with its certificates; nil where there is none.
    public var certificateReload: ReloadStatus?
    /// When the next account becomes too old to be shown.
    public var nextExpiry: Uptime?

    /// The report of a program that has not looked yet.
    public init(time: Timestamp, uptime: Uptime) {
        self.time = time
        self.uptime = uptime
        accounts = [:]
        aliasesOfTeams = [:]
        dropped = [:]
        sources = []
        discoverySource = .teams
        upstream = UpstreamStatistics()
        proxyIsUp = false
        isReady = false
    }

    /// The accounts of a kind.
    public func accounts(_ kind: AccountKind) -> [Account] {
        accounts[kind] ?? []
    }
}

import LiteLLMAdmin
public import Threading

/// How one source fares.
public struct SourceStatus: Hashable, Sendable {
    /// How a sweep can end, as metrics name it.
    public enum Outcome: String, CaseIterable, Hashable, Sendable {
        case complete
        case incomplete
        case failed
    }

    /// Why a sweep failed, or brought a part only.
    public struct Failure: Hashable, Sendable {
        /// One of the reasons that metrics name.
        public let reason: String
        /// What happened and what mends it, for an operator.
        public let explanation: String

        init(_ error: AdminError) {
            reason = error.reason.rawValue
            explanation = error.description
        }
    }

    public let source: SourceID
    /// Whether the last finished sweep brought anything; nil before the first.
    public internal(set) var isUp: Bool?
    /// Whether there are accounts that the exporter's key may not see.
    public internal(set) var isPartial = false
    /// The end of the last complete sweep.
    public internal(set) var lastSuccess: Timestamp?
    /// How many accounts are known, shown or not.
    public internal(set) var accounts = 0
    public internal(set) var lastSweepDuration: Duration?
    /// The interval at which sweeps really begin: the configured one, or longer where the proxy is slow.
    public internal(set) var interval: Duration
    var lastOutcome: Outcome?
    public internal(set) var sweeps: [Outcome: Int] = [:]
    public internal(set) var rejections: [Rejection: Int] = [:]
    /// What the last sweep failed by; nil when it did not.
    var lastError: AdminError?
    /// The same, for people.
    public internal(set) var failure: Failure?
    /// What kept the last sweep from being complete, where it brought a part; nil where that was not so, or nothing tells.
    public internal(set) var shortfall: Failure?
    /// Why the proxy, as it is set up, has nothing to tell here, for an operator; nil where it has.
    public internal(set) var unavailability: String?

    init(_ source: SourceID, interval: Duration) {
        self.source = source
        self.interval = interval
    }
}

import Threading

/// How the background round of details fares.
struct RoundStatus: Hashable, Sendable {
    /// A number that is older tells nothing about hours, and by then accounts near their limits are read on their own anyway.
    private static let longestInAuto: Duration = .seconds(15 * 60)
    /// One that takes about that long would come and go with each estimate.
    private static let longestToTakeUp: Duration = .seconds(10 * 60)

    /// When the round under way began; nil between rounds.
    private(set) var startedAt: Uptime?
    /// Since when the proxy is left alone in the round under way; nil while it is not.
    private var pausedAt: Uptime?
    /// For how long it was left alone in the round under way, before that.
    private var pauses: Duration = .zero
    /// For how long rounds that were cut off before it had been reading accounts.
    private var cutOffTime: Duration = .zero
    /// And the longest of them.
    private var longestCutOff: Duration = .zero
    /// How long the last complete round took, without pauses; nil before the first.
    var lastDuration: Duration?
    /// The part of the time that it may take: what all sweeps leave.
    var share = 0.0
    /// Whether it is left out, as it would take too long.
    var isLeftOut = false

    /// Whether a round that is estimated so is to be left out, by whether it is now.
    func isTooLong(_ estimate: Duration) -> Bool {
        estimate > (isLeftOut ? Self.longestToTakeUp : Self.longestInAuto)
    }

    /// How the next poller finds it: its round begins anew, and accounts that the one under way has not come to wait for that.
    func cutOff(at uptime: Uptime) -> RoundStatus {
        var next = RoundStatus()
        next.lastDuration = lastDuration
        next.cutOffTime = timeUnderWay(at: uptime)
        next.longestCutOff = max(longestCutOff, duration(at: uptime))
        return next
    }

    mutating func begin(at uptime: Uptime) {
        startedAt = uptime
        pausedAt = nil
        pauses = .zero
    }

    /// Learns that it has come to its last account, or is left out.
    mutating func end() {
        startedAt = nil
        pausedAt = nil
        pauses = .zero
        cutOffTime = .zero
        longestCutOff = .zero
    }

    /// Learns that the proxy is left alone, as it fails or asks for that.
    mutating func pause(at uptime: Uptime) {
        pausedAt = uptime
    }

    mutating func resume(at uptime: Uptime) {
        if let pausedAt { pauses += uptime - pausedAt }
        pausedAt = nil
    }

    /// For how long the round under way has been reading accounts, with those that were cut off before it. In a pause none is
    /// read, and all become too old as ever.
    func timeUnderWay(at uptime: Uptime) -> Duration {
        cutOffTime + duration(at: uptime)
    }

    /// The same, where those that were cut off count for no longer than the longest of them and so much more: otherwise
    /// reloads that let no round come to its end would keep old numbers for ever.
    func timeUnderWay(at uptime: Uptime, mostAfterCutOff: Duration) -> Duration {
        min(cutOffTime, longestCutOff + mostAfterCutOff) + duration(at: uptime)
    }

    /// The same of the round under way alone.
    func duration(at uptime: Uptime) -> Duration {
        startedAt.map { max((pausedAt ?? uptime) - $0 - pauses, .zero) } ?? .zero
    }

    /// Above zero, so that a round that is wanted all the same comes to an end some day.
    var pacedShare: Double { max(share, 0.001) }
}

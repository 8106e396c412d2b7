import Threading

/// How the background round of details fares.
struct RoundStatus: Hashable, Sendable {
    /// When the round under way began; nil between rounds.
    var startedAt: Uptime?
    /// How long the last complete round took; nil before the first.
    var lastDuration: Duration?
    /// The part of the time that it may take: what all sweeps leave.
    var share = 0.0
    /// Whether it is left out, as it would take too long.
    var isLeftOut = false

    /// Above zero, so that a round that is wanted all the same comes to an end some day.
    var pacedShare: Double { max(share, 0.001) }
}

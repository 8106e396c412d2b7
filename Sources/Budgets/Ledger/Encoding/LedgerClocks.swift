import Threading

/// Both clocks at one instant, to turn times of one into the other's.
struct LedgerClocks {
    private let uptime: Microseconds
    private let now: Microseconds

    /// Nil where the wall clock shows no date.
    init?(_ moment: Moment) {
        guard let now = moment.now.unixMicroseconds else { return nil }
        uptime = moment.uptime.sinceOrigin.microseconds
        self.now = now
    }

    func wall(_ time: Microseconds) -> Microseconds {
        now - (uptime - time)
    }

    /// The present for a time in the future; nil for what is further from 1970 than any date.
    func time(wall: Microseconds) -> Microseconds? {
        guard wall.magnitude < 1_000_000_000_000_000_000 else { return nil }
        return uptime - max(0, now - wall)
    }

    func past(_ date: Timestamp) -> Timestamp {
        min(date, Timestamp(unixSeconds: Double(now) / 1e6))
    }
}

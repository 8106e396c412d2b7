/// An instant of the monotonic clock: what schedules, ages and histories are reckoned in.
///
/// It never jumps when somebody sets the wall clock, and means nothing outside this process.
public struct Uptime: Hashable, Comparable, Sendable {
    /// Time since an arbitrary origin that stays fixed for the life of the process.
    public var sinceOrigin: Duration

    public init(sinceOrigin: Duration) {
        self.sinceOrigin = sinceOrigin
    }

    public static func < (left: Uptime, right: Uptime) -> Bool {
        left.sinceOrigin < right.sinceOrigin
    }

    public static func + (instant: Uptime, span: Duration) -> Uptime {
        Uptime(sinceOrigin: instant.sinceOrigin + span)
    }

    public static func - (instant: Uptime, span: Duration) -> Uptime {
        Uptime(sinceOrigin: instant.sinceOrigin - span)
    }

    public static func - (later: Uptime, earlier: Uptime) -> Duration {
        later.sinceOrigin - earlier.sinceOrigin
    }
}

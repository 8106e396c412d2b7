import Glibc

/// Where the program's edges get the time from; everything further in gets it as an argument.
public protocol TimeSource: Sendable {
    /// The wall clock, for LiteLLM's dates and for what people read.
    func now() -> Timestamp

    /// The monotonic clock, for schedules and ages.
    var uptime: Uptime { get }

    /// Suspends for `duration`, or throws `CancellationError`.
    func sleep(for duration: Duration) async throws

    /// Suspends until that instant has come, however early the clock wakes who sleeps, or throws `CancellationError`.
    func sleep(until instant: Uptime) async throws
}

extension TimeSource {
    public func sleep(until instant: Uptime) async throws {
        while uptime < instant { try await sleep(for: instant - uptime) }
    }
}

/// The machine's clocks.
public struct SystemTime: TimeSource {
    private static let origin = ContinuousClock.now

    public init() {}

    public func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(unixSeconds: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
    }

    public var uptime: Uptime {
        Uptime(sinceOrigin: ContinuousClock.now - Self.origin)
    }

    public func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration)
    }
}

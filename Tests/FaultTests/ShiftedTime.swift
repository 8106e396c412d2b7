import Threading

/// The machine's clocks, which a test can move: what it would take five minutes to see is seen at once.
final class ShiftedTime: TimeSource {
    private struct Shifts {
        var wall: Duration = .zero
        var uptime: Duration = .zero
    }

    private let system = SystemTime()
    private let shifts = Locked(Shifts())

    func now() -> Timestamp { system.now() + shifts.withLock { $0.wall } }
    var uptime: Uptime { system.uptime + shifts.withLock { $0.uptime } }
    func sleep(for duration: Duration) async throws { try await system.sleep(for: duration) }

    /// Sets the wall clock alone, as somebody does who has the right to.
    func shiftWallClock(by span: Duration) {
        shifts.withLock { $0.wall += span }
    }

    /// Lets a span pass, on both clocks.
    func advance(by span: Duration) {
        shifts.withLock {
            $0.wall += span
            $0.uptime += span
        }
    }
}

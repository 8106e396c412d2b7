import Testing
import Threading

@Suite("Time sources") struct TimeSourceTests {
    /// Wakes whoever sleeps when nine tenths of the time have passed, as clocks now and then do by a hair.
    private struct HastyTime: TimeSource {
        let passed = Locked(Duration.zero)

        func now() -> Timestamp { Timestamp(unixSeconds: 0) }
        var uptime: Uptime { Uptime(sinceOrigin: passed.withLock { $0 }) }

        func sleep(for duration: Duration) async throws {
            try Task.checkCancellation()
            passed.withLock { $0 += max(duration * 0.9, .nanoseconds(1)) }
        }
    }

    @Test("sleeping until an instant lasts until then, however early the clock wakes")
    func sleepsUntilTheInstant() async throws {
        let time = HastyTime()
        let due = time.uptime + .seconds(15)
        try await time.sleep(until: due)
        #expect(time.uptime >= due)
    }

    @Test("sleeping until an instant ends when it is cancelled")
    func endsWhenCancelled() async {
        await withTaskGroup(of: Bool.self) { group in
            group.cancelAll()
            group.addTask {
                do {
                    try await HastyTime().sleep(until: Uptime(sinceOrigin: .seconds(15)))
                    return false
                } catch { return error is CancellationError }
            }
            #expect(await group.next() == true)
        }
    }
}

import TestSupport
import Testing
import Threading

@Suite("Manual time", .timeLimit(.minutes(10)))
struct ManualTimeTests {
    @Test("wakes those whose time has come, and no others")
    func advance() async throws {
        let time = ManualTime()
        let (woken, onWaking) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup { tasks in
            for seconds in [30, 10, 20] {
                tasks.addTask {
                    try await time.sleep(for: .seconds(seconds))
                    onWaking.yield(seconds)
                }
            }
            try await time.sleepers(atLeast: 3)
            var iterator = woken.makeAsyncIterator()
            for seconds in [10, 20, 30] {
                time.advance(by: .seconds(9.5))
                time.advance(by: .seconds(0.5))
                #expect(await iterator.next() == seconds)
            }
            try await tasks.waitForAll()
        }
    }

    @Test("moves both clocks, or the wall clock alone")
    func clocks() {
        let time = ManualTime(now: Timestamp(unixSeconds: 100))
        let start = time.uptime
        time.advance(by: .seconds(2))
        time.shiftWallClock(by: .seconds(-50))
        #expect(time.now() == Timestamp(unixSeconds: 52))
        #expect(time.uptime == start + .seconds(2))
    }

    @Test("does not sleep for nothing")
    func noSleep() async throws {
        let time = ManualTime()
        try await time.sleep(for: .zero)
        try await time.sleep(for: .seconds(-1))
    }

    @Test("lets a cancelled sleeper go, before and while it sleeps", arguments: 0..<200)
    func cancellation(round: Int) async throws {
        let time = ManualTime()
        await withTaskGroup { tasks in
            tasks.addTask { await #expect(throws: CancellationError.self) { try await time.sleep(for: .seconds(1)) } }
            tasks.addTask { await #expect(throws: CancellationError.self) { try await time.sleepers(atLeast: 2) } }
            if round.isMultiple(of: 2) { try? await time.sleepers(atLeast: 1) }
            tasks.cancelAll()
        }
        time.advance(by: .seconds(1))
    }

    @Test("counts each sleeper once, under load from many threads")
    func load() async throws {
        let time = ManualTime()
        try await withThrowingTaskGroup { tasks in
            for _ in 0..<50 {
                tasks.addTask {
                    for _ in 0..<20 { try await time.sleep(for: .seconds(1)) }
                }
            }
            for _ in 0..<20 {
                try await time.sleepers(atLeast: 50)
                time.advance(by: .seconds(1))
            }
            try await tasks.waitForAll()
        }
    }
}

import Glibc
import Testing
import Threading

@Suite("Executors with a thread", .timeLimit(.minutes(10))) struct ThreadExecutorTests {
    /// An actor whose work may block.
    private actor Worker {
        private let executor = ThreadExecutor()
        private var isBusy = false
        private(set) var overlaps = 0

        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

        func thread() -> UInt { pthread_self() }

        func work() {
            if isBusy { overlaps += 1 }
            isBusy = true
            usleep(100)
            isBusy = false
        }

        func threadAfterSleeping() async throws -> UInt {
            try await Task.sleep(for: .milliseconds(1))
            return thread()
        }

        /// Runs `body` when the thread ends.
        func whenThreadEnds(_ body: @escaping @Sendable () -> Void) {
            var key = pthread_key_t()
            pthread_key_create(&key) { Unmanaged<Farewell>.fromOpaque($0!).takeRetainedValue().body() }
            pthread_setspecific(key, Unmanaged.passRetained(Farewell(body)).toOpaque())
        }

        func isBlocked(_ signal: Int32) -> Bool {
            var blocked = sigset_t()
            pthread_sigmask(SIG_BLOCK, nil, &blocked)
            return sigismember(&blocked, signal) == 1
        }
    }

    private final class Farewell: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    @Test("all jobs run on one thread, which is that of no other executor")
    func hasAThreadOfItsOwn() async throws {
        let (worker, other) = (Worker(), Worker())
        let thread = await worker.thread()
        for _ in 0..<20 {
            #expect(await worker.thread() == thread)
            #expect(try await worker.threadAfterSleeping() == thread)
        }
        #expect(await other.thread() != thread)
    }

    @Test("jobs from many tasks run one after the other")
    func isSerial() async {
        let worker = Worker()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<200 { group.addTask { await worker.work() } }
        }
        #expect(await worker.overlaps == 0)
    }

    @Test("the thread ends once its actor is gone, and a hundred of them leave none behind")
    func threadsEnd() async {
        let (ends, end) = AsyncStream<Void>.makeStream()
        for _ in 0..<100 {
            let worker = Worker()
            await worker.whenThreadEnds { end.yield() }
        }
        var count = 0
        for await _ in ends {
            count += 1
            if count == 100 { break }
        }
        #expect(count == 100)
    }

    @Test("a write beyond a limit or into a closed pipe fails there, and ends nothing")
    func blocksSignalsOfWrites() async {
        let worker = Worker()
        #expect(await worker.isBlocked(SIGXFSZ))
        #expect(await worker.isBlocked(SIGPIPE))
        #expect(await !worker.isBlocked(SIGSEGV))
    }

    @Test("calls that block are made on a thread of their own, and what they throw is thrown")
    func blockingCalls() async throws {
        struct Broken: Error {}
        let calls = BlockingCalls()
        let threads = await [calls.make { pthread_self() }, calls.make { pthread_self() }]
        #expect(threads[0] == threads[1])
        #expect(await Worker().thread() != threads[0])
        await #expect(throws: Broken.self) { try await calls.make { throw Broken() } }
        // As many as there can be threads in the pool, and each waits for another task.
        let released = Locked(false)
        await withTaskGroup { group in
            for _ in 0..<max(2, sysconf(Int32(_SC_NPROCESSORS_ONLN))) {
                group.addTask {
                    await BlockingCalls().make { while !released.withLock({ $0 }) { usleep(1000) } }
                }
            }
            group.addTask {
                try? await Task.sleep(for: .milliseconds(50))
                released.withLock { $0 = true }
            }
        }
        #expect(released.withLock { $0 })
    }
}

public import Threading

/// A clock that stands still until a test advances it.
public final class ManualTime: TimeSource {
    private struct Sleeper {
        let deadline: Uptime
        let continuation: CheckedContinuation<Void, any Error>
    }

    /// A test that waits for sleepers.
    private struct Observer {
        let count: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Timestamp
        var uptime: Uptime
        var lastID = 0
        var sleepers: [Int: Sleeper] = [:]
        var observers: [Int: Observer] = [:]

        mutating func newID() -> Int {
            lastID += 1
            return lastID
        }

        mutating func removeSatisfiedObservers() -> [CheckedContinuation<Void, any Error>] {
            let satisfied = observers.filter { $0.value.count <= sleepers.count }
            for id in satisfied.keys {
                observers[id] = nil
            }
            return satisfied.values.map(\.continuation)
        }

        /// Earliest first, and those of one instant in the order in which they fell asleep.
        mutating func removeDueSleepers() -> [CheckedContinuation<Void, any Error>] {
            let due = sleepers.filter { $0.value.deadline <= uptime }
                .sorted { ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key) }
            for sleeper in due {
                sleepers[sleeper.key] = nil
            }
            return due.map(\.value.continuation)
        }
    }

    private let state: Locked<State>

    /// - Parameter now: The wall clock at the start; the other clock starts at an hour, so that tests can reckon back.
    public init(now: Timestamp = Timestamp(unixSeconds: 1_795_222_095)) {
        state = Locked(State(now: now, uptime: Uptime(sinceOrigin: .seconds(3600))))
    }

    public func now() -> Timestamp {
        state.withLock { $0.now }
    }

    public var uptime: Uptime {
        state.withLock { $0.uptime }
    }

    /// Moves both clocks on, and wakes whoever has slept long enough; how many those are.
    @discardableResult
    public func advance(by span: Duration) -> Int {
        let due = state.withLock { state in
            state.now = state.now + span
            state.uptime = state.uptime + span
            return state.removeDueSleepers()
        }
        for continuation in due {
            continuation.resume()
        }
        return due.count
    }

    /// How many tasks sleep.
    public var sleeperCount: Int {
        state.withLock { $0.sleepers.count }
    }

    /// Moves the wall clock alone, as somebody who sets it does.
    public func shiftWallClock(by span: Duration) {
        state.withLock { $0.now = $0.now + span }
    }

    /// Sleeps until the clock is advanced so far; returns at once when nothing is left to sleep.
    public func sleep(for duration: Duration) async throws {
        try await sleep { $0 + duration }
    }

    /// As ``sleep(for:)``, but how far the clock is advanced just before does not matter.
    public func sleep(until instant: Uptime) async throws {
        try await sleep { _ in instant }
    }

    private func sleep(until deadline: @Sendable (_ now: Uptime) -> Uptime) async throws {
        let id = state.withLock { $0.newID() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { fallAsleep(id, until: deadline, $0) }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id)?.continuation }?.resume(throwing: CancellationError())
        }
    }

    /// Waits until at least so many tasks sleep. Those that ``advance(by:)`` wakes do not count any more.
    public func sleepers(atLeast count: Int) async throws {
        let id = state.withLock { $0.newID() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { observe(id, count, $0) }
        } onCancel: {
            state.withLock { $0.observers.removeValue(forKey: id)?.continuation }?.resume(throwing: CancellationError())
        }
    }

    // A task is marked as cancelled before its handler runs. So whoever registers under the lock either sees the mark,
    // or is registered before the handler looks.

    private func fallAsleep(
        _ id: Int, until deadline: (_ now: Uptime) -> Uptime, _ continuation: CheckedContinuation<Void, any Error>
    ) {
        let (outcome, satisfied) = state.withLock {
            state -> (Result<Void, any Error>?, [CheckedContinuation<Void, any Error>]) in
            if Task.isCancelled { return (.failure(CancellationError()), []) }
            let deadline = deadline(state.uptime)
            guard deadline > state.uptime else { return (.success(()), []) }
            state.sleepers[id] = Sleeper(deadline: deadline, continuation: continuation)
            return (nil, state.removeSatisfiedObservers())
        }
        if let outcome { continuation.resume(with: outcome) }
        for observer in satisfied {
            observer.resume()
        }
    }

    private func observe(_ id: Int, _ count: Int, _ continuation: CheckedContinuation<Void, any Error>) {
        let outcome = state.withLock { state -> Result<Void, any Error>? in
            if Task.isCancelled { return .failure(CancellationError()) }
            if state.sleepers.count >= count { return .success(()) }
            state.observers[id] = Observer(count: count, continuation: continuation)
            return nil
        }
        if let outcome { continuation.resume(with: outcome) }
    }
}

import Threading

/// Lets one at a time work; those who wait take turns by where they come from, so that many from one origin do not keep
/// others waiting. There are places for a few, of which one origin gets fewer still.
final class Turns: Sendable {
    private struct State {
        var isTaken = false
        /// Those who wait, by origin; the origins in the order of their next turns, each with somebody who waits.
        var order: [ClientOrigin] = []
        var waiting: [ClientOrigin: [CheckedContinuation<Void, Never>]] = [:]
        /// Who waits or works.
        var total = 0
        var byOrigin: [ClientOrigin: Int] = [:]

        mutating func next() -> CheckedContinuation<Void, Never>? {
            guard !order.isEmpty else { return nil }
            let origin = order.removeFirst()
            let next = waiting[origin]?.removeFirst()
            if waiting[origin]?.isEmpty == true { waiting[origin] = nil } else { order.append(origin) }
            return next
        }
    }

    private let places: Int
    private let placesOfOneOrigin: Int
    // Requests are answered on several threads.
    private let state = Locked(State())

    init(places: Int, ofOneOrigin: Int) {
        self.places = places
        placesOfOneOrigin = ofOneOrigin
    }

    /// Works when it is the origin's turn; nil at once when there is no place to wait.
    func take<Outcome: Sendable>(for origin: ClientOrigin, _ work: () async -> Outcome) async -> Outcome? {
        guard takePlace(origin) else { return nil }
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.isTaken else {
                    state.isTaken = true
                    return true
                }
                if state.waiting[origin] == nil { state.order.append(origin) }
                state.waiting[origin, default: []].append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
        defer { leave(origin) }
        return await work()
    }

    private func takePlace(_ origin: ClientOrigin) -> Bool {
        state.withLock { state in
            let own = state.byOrigin[origin, default: 0]
            guard state.total < places, own < placesOfOneOrigin else { return false }
            state.total += 1
            state.byOrigin[origin] = own + 1
            return true
        }
    }

    private func leave(_ origin: ClientOrigin) {
        let next = state.withLock { state in
            state.total -= 1
            let own = state.byOrigin[origin, default: 1] - 1
            state.byOrigin[origin] = own == 0 ? nil : own
            let next = state.next()
            state.isTaken = next != nil
            return next
        }
        next?.resume()
    }
}

/// Lets at most so many requests be under way at a time, first come, first served.
actor RequestGate {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(atMost places: Int) {
        free = places
    }

    /// Waits for a place. Whoever waits is let in once others leave, which cancelled requests do at once.
    func enter() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        guard waiting.isEmpty else {
            waiting.removeFirst().resume()
            return
        }
        free += 1
    }
}

/// Maps time that passes to simulated time.
struct SimulatedClock: Sendable {
    private let start: Double
    private let started = ContinuousClock.now
    private let speed: Double

    /// - Parameters:
    ///   - start: simulated time now, in seconds since 1970.
    ///   - speed: simulated seconds in a real one.
    init(startingAt start: Double, speed: Double) {
        self.start = start
        self.speed = speed
    }

    var now: Double {
        let elapsed = started.duration(to: .now).components
        return start + speed * (Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18)
    }
}

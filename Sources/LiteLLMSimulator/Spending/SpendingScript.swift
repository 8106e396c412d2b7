/// What happens as simulated time passes.
public struct SpendingScript: Sendable {
    /// Something an administrator does at a moment.
    public struct Event: Sendable {
        /// Seconds since 1970.
        public var time: Double
        public var change: Change

        public init(at time: Double, _ change: Change) {
            self.time = time
            self.change = change
        }
    }

    public var rates: [SpendingRate]
    public var events: [Event]

    public init(rates: [SpendingRate] = [], events: [Event] = []) {
        self.rates = rates
        self.events = events
    }
}

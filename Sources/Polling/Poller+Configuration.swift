public import Budgets

extension Poller {
    /// What is polled, how often, and how much of it is shown.
    public struct Configuration: Sendable {
        public var mode: PollMode = .discover
        public var teamsInterval: Duration = .seconds(30)
        public var keysInterval: Duration = .seconds(60)
        /// Whether accounts near their limits are read on their own, as often as the teams.
        public var readsHotAccounts = true
        /// The part of the time that requests may be under way, above 0 and up to 1.
        public var maximumDuty = 0.1
        /// How long an account that is not observed goes on being shown; at least three effective intervals.
        public var staleAfter: Duration = .seconds(300)
        public var teamFilter = AccountFilter()
        public var keyFilter = AccountFilter()
        /// How many accounts of a kind are shown; all are polled.
        public var limits: [AccountKind: Int] = [:]

        /// Doubts about more accounts than this wait for the next sweep.
        let mostVerificationsPerSweep = 20

        public init() {}

        /// The interval of each enabled source.
        var intervals: [SourceID: Duration] {
            var intervals: [SourceID: Duration] = [.teams: teamsInterval, .keys: keysInterval]
            // A tenant's own key and team are read one by one anyway.
            if readsHotAccounts, mode == .discover { intervals[.details] = teamsInterval }
            return intervals
        }
    }
}

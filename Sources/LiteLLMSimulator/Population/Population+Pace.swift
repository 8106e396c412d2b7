extension Population {
    /// Makes what teams and keys have used of their budgets what they will have used when the period ends: one at 60 % in the
    /// middle of its period is left with 30 %.
    ///
    /// Generated accounts have used anything at any time, so that a third of them would run out before their resets. At an
    /// even pace, that few do which have used more than all.
    public mutating func keepToAnEvenPace(at time: Double) {
        func share(of duration: String?, _ resetAt: Double?) -> Double {
            guard let duration, let resetAt else { return 1 }
            let length = BudgetDuration.end(of: duration, startingAt: time) - time
            return min(max(1 - (resetAt - time) / length, 0), 1)
        }
        for index in teams.indices {
            teams[index].spend = teams[index].spend.map {
                $0 * share(of: teams[index].budgetDuration, teams[index].budgetResetAt)
            }
        }
        for index in keys.indices {
            keys[index].spend = keys[index].spend.map {
                $0 * share(of: keys[index].budgetDuration, keys[index].budgetResetAt)
            }
        }
    }
}

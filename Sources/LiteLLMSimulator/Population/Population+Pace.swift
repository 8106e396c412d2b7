extension Population {
    /// Lets teams and keys spend evenly, and makes what they have used of their budgets what they will have used when the
    /// period ends: one at 60 % in the middle of its period is left with 30 %, and reaches 60 % in the end.
    ///
    /// Generated accounts have used anything at any time and spend at any rate, so that a third of them would run out before
    /// their resets. At an even pace those few do which have used more than all. The keys of a team spend what the team does,
    /// and have limits that fit; an account without a period is taken to be in the middle of 30 days.
    public mutating func keepToAnEvenPace(at time: Double) {
        let keysOfTeam = Dictionary(grouping: keys.compactMap(\.teamID), by: \.self).mapValues(\.count)
        var usdPerSecondOfKey: [String: Double] = [:]
        for index in teams.indices {
            let period = Period(duration: teams[index].budgetDuration, resetAt: teams[index].budgetResetAt, at: time)
            guard let usdPerSecond = teams[index].spend.map({ $0 / period.seconds }) else { continue }
            teams[index].spend = usdPerSecond * period.elapsedSeconds
            usdPerSecondOfKey[teams[index].id] = usdPerSecond / Double(keysOfTeam[teams[index].id] ?? 1)
        }
        var usdPerHour: [String: Double] = [:]
        for index in keys.indices {
            let period = Period(duration: keys[index].budgetDuration, resetAt: keys[index].budgetResetAt, at: time)
            guard let used = keys[index].spend, used > 0 else { continue }
            let usdPerSecond = keys[index].teamID.flatMap { usdPerSecondOfKey[$0] } ?? used / period.seconds
            let scale = usdPerSecond * period.seconds / used
            keys[index].maxBudget = keys[index].maxBudget.map { $0 * scale }
            keys[index].totalSpend *= scale
            keys[index].spend = usdPerSecond * period.elapsedSeconds
            usdPerHour[keys[index].token] = usdPerSecond * 3600
        }
        for index in script.rates.indices {
            script.rates[index].usdPerHour = usdPerHour[script.rates[index].token] ?? 0
            script.rates[index].rhythm = .steady
            script.rates[index].isUneven = false
        }
    }

    private struct Period {
        var seconds: Double
        var elapsedSeconds: Double

        init(duration: String?, resetAt: Double?, at time: Double) {
            guard let duration, let resetAt else {
                self.init(seconds: 30 * 86_400, elapsedSeconds: 15 * 86_400)
                return
            }
            let seconds = BudgetDuration.end(of: duration, startingAt: time) - time
            self.init(seconds: seconds, elapsedSeconds: min(max(seconds - (resetAt - time), 0), seconds))
        }

        private init(seconds: Double, elapsedSeconds: Double) {
            self.seconds = seconds
            self.elapsedSeconds = elapsedSeconds
        }
    }
}

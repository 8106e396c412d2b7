extension Database {
    /// One run of LiteLLM's reset job: whatever is due loses the spend that the job read, and gets its next date.
    mutating func resetDueBudgets(at time: Double) {
        for position in teams.rows.indices {
            teams.charge(position) { $0.resetDueBudgets(at: time) }
        }
        for position in keys.rows.indices {
            keys.charge(position) { $0.resetDueBudgets(at: time) }
        }
        resetDueSharedBudgets(at: time)
    }

    /// A shared budget takes the spend of the keys and members that live by it along.
    private mutating func resetDueSharedBudgets(at time: Double) {
        var due: Set<String> = []
        for (id, budget) in budgets {
            guard let duration = budget.duration, isDue(budget.resetAt, at: time) else { continue }
            budgets[id]?.resetAt = BudgetDuration.nextReset(duration, after: time)
            due.insert(id)
        }
        if due.isEmpty { return }
        for position in keys.rows.indices {
            let key = keys.rows[position]
            guard let id = key.budgetID, due.contains(id), key.budgetDuration == nil else { continue }
            keys.charge(position) { $0.spend = 0 }
        }
        for position in teams.rows.indices {
            teams.charge(position) { team in
                for index in team.members.indices {
                    guard let id = team.members[index].budgetID ?? team.memberBudgetID, due.contains(id) else {
                        continue
                    }
                    team.members[index].spend = 0
                }
            }
        }
    }
}

/// A date that is missing although there is a duration counts as due.
private func isDue(_ resetAt: Double?, at time: Double) -> Bool { resetAt.map { $0 <= time } ?? true }

extension SimulatedTeam {
    fileprivate mutating func resetDueBudgets(at time: Double) {
        budgetLimits.resetDue(at: time)
        guard let duration = budgetDuration, isDue(budgetResetAt, at: time) else { return }
        spend = spend.map { $0 - $0 }
        budgetResetAt = BudgetDuration.nextReset(duration, after: time)
        updatedAt = time
    }
}

extension SimulatedKey {
    /// Keys without a date and expired keys never reset.
    fileprivate mutating func resetDueBudgets(at time: Double) {
        budgetLimits.resetDue(at: time)
        guard let duration = budgetDuration, let resetAt = budgetResetAt, resetAt <= time else { return }
        if let expires, expires < time { return }
        spend = spend.map { $0 - $0 }
        budgetResetAt = BudgetDuration.nextReset(duration, after: time)
        updatedAt = time
    }
}

extension [BudgetWindow] {
    fileprivate mutating func resetDue(at time: Double) {
        for index in indices where self[index].resetAt <= time {
            self[index].spend = 0
            self[index].resetAt = BudgetDuration.nextReset(self[index].duration, after: time)
        }
    }
}

extension Database {
    /// One run of LiteLLM's reset job: whatever is due loses the spend that the job read, and gets its next date.
    mutating func resetDueBudgets(at time: Double) {
        for position in teams.rows.indices {
            teams.charge(position) { $0.resetDueBudgets(at: time) }
        }
        for position in users.rows.indices {
            users.charge(position) { $0.resetDueBudget(at: time) }
        }
        for position in keys.rows.indices {
            keys.charge(position) { $0.resetDueBudgets(at: time) }
        }
        resetDueSharedBudgets(at: time)
    }

    /// A shared budget takes along the spend of the keys, members, customers and organisations that name it. Members
    /// who only fall back to their team's default are not among them.
    private mutating func resetDueSharedBudgets(at time: Double) {
        var due: Set<String> = []
        for position in budgets.rows.indices {
            let budget = budgets.rows[position]
            guard let duration = budget.duration, isDue(budget.resetAt, at: time) else { continue }
            budgets.charge(position) {
                $0.resetAt = BudgetDuration.nextReset(duration, after: time)
                $0.updatedAt = time
            }
            due.insert(budget.id)
        }
        if due.isEmpty { return }
        func isDueBudget(_ id: String?) -> Bool { id.map(due.contains) ?? false }
        for position in keys.rows.indices {
            let key = keys.rows[position]
            guard isDueBudget(key.budgetID), key.budgetDuration == nil else { continue }
            keys.charge(position) { $0.spend = 0 }
        }
        for position in teams.rows.indices
        where teams.rows[position].members.contains(where: { isDueBudget($0.budgetID) }) {
            teams.charge(position) { team in
                for index in team.members.indices where isDueBudget(team.members[index].budgetID) {
                    team.members[index].spend = 0
                }
            }
        }
        for position in customers.rows.indices where isDueBudget(customers.rows[position].budgetID) {
            customers.charge(position) { $0.spend = 0 }
        }
        for position in organizations.rows.indices where isDueBudget(organizations.rows[position].budgetID) {
            organizations.charge(position) {
                $0.spend = 0
                $0.updatedAt = time
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

extension SimulatedUser {
    fileprivate mutating func resetDueBudget(at time: Double) {
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

extension Database {
    /// What the last request before a refusal may cost beyond the limit, in US dollars.
    private static let overshoot = 0.01

    /// Adds a cost to a key, its team and its member of that team, up to where LiteLLM would refuse requests.
    mutating func charge(_ token: String, _ cost: Double, at time: Double) {
        guard cost > 0, let position = keys.position(of: token) else { return }
        let key = keys.rows[position]
        let teamPosition = key.teamID.flatMap { teams.position(of: $0) }
        let team = teamPosition.map { teams.rows[$0] }
        guard key.status(at: time) == .active, team?.isBlocked != true, let room = room(for: key, in: team) else {
            return
        }
        let cost = min(cost, room + Self.overshoot)
        keys.charge(position) { $0.add(cost, at: time) }
        if let teamPosition {
            teams.charge(teamPosition) { $0.add(cost, memberID: key.userID, at: time) }
        }
    }

    /// What may still be spent; nil where requests are refused. A key is refused at its limit, a team above it.
    private func room(for key: SimulatedKey, in team: SimulatedTeam?) -> Double? {
        var room = Double.infinity
        if let limit = key.maxBudget ?? key.budgetID.flatMap({ budgets[$0]?.maxBudget }), let spend = key.spend {
            guard spend < limit else { return nil }
            room = limit - spend
        }
        if let limit = team?.maxBudget, let spend = team?.spend {
            guard spend <= limit else { return nil }
            room = min(room, limit - spend)
        }
        return room
    }
}

extension SimulatedKey {
    fileprivate mutating func add(_ cost: Double, at time: Double) {
        spend = spend.map { $0 + cost }
        totalSpend += cost
        lastActive = time
        updatedAt = time
        for index in budgetLimits.indices { budgetLimits[index].spend += cost }
        modelBudgets.addEvenly(cost)
    }
}

extension SimulatedTeam {
    fileprivate mutating func add(_ cost: Double, memberID: String?, at time: Double) {
        spend = spend.map { $0 + cost }
        updatedAt = time
        for index in budgetLimits.indices { budgetLimits[index].spend += cost }
        modelBudgets.addEvenly(cost)
        if let memberID, let index = members.firstIndex(where: { $0.userID == memberID }) {
            members[index].spend += cost
            members[index].totalSpend += cost
        }
    }
}

extension [ModelBudget] {
    fileprivate mutating func addEvenly(_ cost: Double) {
        for index in indices { self[index].spend += cost / Double(count) }
    }
}

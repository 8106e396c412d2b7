extension Database {
    /// What the last request before a refusal may cost beyond the limit, in US dollars.
    private static let overshoot = 0.01

    /// Adds a cost to a key and to everything else that LiteLLM charges along with it: the team and the membership, the
    /// user, the organisation, the customer, the provider and the whole proxy. It stops where LiteLLM would refuse
    /// requests.
    mutating func add(_ charge: Charge, at time: Double) {
        guard charge.cost > 0, let position = keys.position(of: charge.token) else { return }
        let key = keys.rows[position]
        let teamPosition = key.teamID.flatMap { teams.position(of: $0) }
        let team = teamPosition.map { teams.rows[$0] }
        guard key.status(at: time) == .active, team?.isBlocked != true,
            let room = room(for: key, in: team, customerID: charge.customerID, at: time)
        else { return }
        let cost = min(charge.cost, room + Self.overshoot)
        keys.charge(position) { $0.add(cost, at: time) }
        if let teamPosition {
            teams.charge(teamPosition) { $0.add(cost, memberID: key.userID, at: time) }
        }
        for id in [key.userID, SimulatedUser.proxyBudgetID] {
            guard let position = id.flatMap({ users.position(of: $0) }) else { continue }
            users.charge(position) { $0.add(cost, at: time) }
        }
        if let position = (key.organizationID ?? team?.organizationID).flatMap({ organizations.position(of: $0) }) {
            organizations.charge(position) {
                $0.spend = $0.spend.map { $0 + cost }
                $0.updatedAt = time
            }
        }
        if let id = charge.customerID { chargeCustomer(id, cost) }
        // The router sends requests elsewhere where a provider has used its budget up.
        if let index = providers.firstIndex(where: { $0.name == charge.provider }),
            providers[index].spend(at: time) < providers[index].limit
        {
            providers[index].add(cost, at: time)
        }
    }

    /// LiteLLM adds a customer that it did not know.
    private mutating func chargeCustomer(_ id: String, _ cost: Double) {
        if customers[id] == nil { customers.insert(SimulatedCustomer(id: id)) }
        guard let position = customers.position(of: id) else { return }
        customers.charge(position) { $0.spend = $0.spend.map { $0 + cost } }
    }

    /// What may still be spent; nil where requests are refused.
    private func room(
        for key: SimulatedKey, in team: SimulatedTeam?, customerID: String?, at time: Double
    ) -> Double? {
        var headroom = Headroom()
        headroom.narrow(
            to: key.maxBudget ?? key.budgetID.flatMap { budgets[$0]?.effectiveLimit(at: time) }, spend: key.spend)
        for window in key.budgetLimits { headroom.narrow(to: window.maxBudget, spend: window.spend) }
        if let team {
            headroom.narrow(to: team.maxBudget, spend: team.spend, passesAtLimit: true)
            for window in team.budgetLimits { headroom.narrow(to: window.maxBudget, spend: window.spend) }
            if let member = team.members.first(where: { $0.userID != nil && $0.userID == key.userID }) {
                headroom.narrow(to: limit(of: member, in: team, at: time), spend: member.spend)
            }
        } else if let user = key.userID.flatMap({ users[$0] }) {
            // Only keys outside teams are bound by their user's budget.
            headroom.narrow(to: user.maxBudget, spend: user.spend)
        }
        if let organization = (key.organizationID ?? team?.organizationID).flatMap({ organizations[$0] }) {
            headroom.narrow(to: budgets[organization.budgetID]?.maxBudget, spend: organization.spend)
        }
        if let customer = customerID.flatMap({ customers[$0] }) {
            if customer.isBlocked { return nil }
            headroom.narrow(
                to: customer.budgetID.flatMap { budgets[$0]?.maxBudget }, spend: customer.spend, passesAtLimit: true)
        }
        let proxy = users[SimulatedUser.proxyBudgetID]
        headroom.narrow(to: proxy?.maxBudget, spend: proxy?.spend, passesAtLimit: true)
        return headroom.usd
    }

    /// A member's own row counts with all it says; the team's default caps nothing where it is zero.
    private func limit(of member: SimulatedTeam.Member, in team: SimulatedTeam, at time: Double) -> Double? {
        if let id = member.budgetID, id != team.memberBudgetID { return budgets[id]?.effectiveLimit(at: time) }
        let limit = team.memberBudgetID.flatMap { budgets[$0]?.effectiveLimit(at: time) }
        return limit == 0 ? nil : limit
    }
}

extension SimulatedKey {
    fileprivate mutating func add(_ cost: Double, at time: Double) {
        spend = spend.map { $0 + cost }
        totalSpend += cost
        lastActive = time
        updatedAt = time
        for index in budgetLimits.indices { budgetLimits[index].spend += cost }
        modelBudgets.addEvenly(cost, at: time)
    }
}

extension SimulatedTeam {
    fileprivate mutating func add(_ cost: Double, memberID: String?, at time: Double) {
        spend = spend.map { $0 + cost }
        updatedAt = time
        for index in budgetLimits.indices { budgetLimits[index].spend += cost }
        modelBudgets.addEvenly(cost, at: time)
        if let memberID, let index = members.firstIndex(where: { $0.userID == memberID }) {
            members[index].spend += cost
            members[index].totalSpend += cost
        }
    }
}

extension SimulatedUser {
    fileprivate mutating func add(_ cost: Double, at time: Double) {
        spend = spend.map { $0 + cost }
        updatedAt = time
        modelBudgets.addEvenly(cost, at: time)
    }
}

extension [ModelBudget] {
    fileprivate mutating func addEvenly(_ cost: Double, at time: Double) {
        for index in indices { self[index].add(cost / Double(count), at: time) }
    }
}

extension Population {
    /// Organisations that share all teams among them, each with a budget row of its own.
    mutating func addOrganizations(_ count: Int, at time: Double, using random: inout SeededGenerator) {
        for number in 0..<count {
            var budget = Self.budget("organization-\(number)", at: time, using: &random)
            budget.maxBudget = budget.maxBudget.map { $0 * 100 }
            let spend = (budget.maxBudget ?? 0) * Double.random(in: 0...1, using: &random)
            budgets.append(budget)
            organizations.append(
                SimulatedOrganization(
                    id: "org-\(number)", alias: "organization-\(number)", budgetID: budget.id, spend: spend,
                    createdAt: time - 31_536_000 + Double(number)))
        }
        if count == 0 { return }
        for index in teams.indices { teams[index].organizationID = organizations[index % count].id }
    }

    /// Providers with a budget each, among which the keys are spread.
    mutating func addProviders(_ count: Int, at time: Double, using random: inout SeededGenerator) {
        let names = ["openai", "anthropic", "azure", "bedrock", "vertex_ai", "mistral"]
        for number in 0..<count {
            let limit = 1000 * Double(Int.random(in: 1...50, using: &random))
            providers.append(
                SimulatedProvider(
                    name: number < names.count ? names[number] : "provider-\(number)", limit: limit, period: "30d",
                    spend: limit * Double.random(in: 0...0.9, using: &random),
                    resetAt: time + 86_400 * Double.random(in: 1...29, using: &random)))
        }
        if count == 0 { return }
        for index in script.rates.indices { script.rates[index].providers = [providers[index % count].name] }
    }

    /// Customers under three shared budgets; one in ten has none. The keys' requests are for one customer each.
    mutating func addCustomers(_ count: Int, at time: Double, using random: inout SeededGenerator) {
        if count == 0 { return }
        let tiers = (0..<3).map { Self.budget("customers-\($0)", at: time, using: &random) }
        budgets += tiers
        for number in 0..<count {
            let tier = Int.random(in: 0..<10, using: &random) == 0 ? nil : tiers.randomElement(using: &random)
            let spend = (tier?.maxBudget ?? 100) * Double.random(in: 0...1.02, using: &random)
            customers.append(
                SimulatedCustomer(id: "customer-\(number)", budgetID: tier?.id, spend: spend))
            customers[number].isBlocked = Int.random(in: 0..<50, using: &random) == 0
        }
        for index in script.rates.indices { script.rates[index].customerIDs = [customers[index % count].id] }
    }

    /// Users, every tenth of whom has an e-mail address for an id. They own two of three keys.
    mutating func addUsers(_ count: Int, at time: Double, using random: inout SeededGenerator) {
        if count == 0 { return }
        for number in 0..<count {
            let budget =
                Int.random(in: 0..<3, using: &random) > 0 ? Self.budget("", at: time, using: &random) : nil
            let address = "user-\(number)@example.com"
            var user = SimulatedUser(
                id: number % 10 == 9 ? address : "user-\(number)", role: .internalUser, email: address,
                maxBudget: budget?.maxBudget,
                spend: (budget?.maxBudget ?? 100) * Double.random(in: 0...1.02, using: &random),
                createdAt: time - Double(Int.random(in: 86_400...31_536_000, using: &random)))
            user.budgetDuration = budget?.duration
            user.budgetResetAt = budget?.resetAt
            users.append(user)
        }
        for index in keys.indices where index % 3 > 0 { keys[index].userID = users[index % count].id }
        var next = 0
        for team in teams.indices {
            teams[team].members = []
            for member in 0..<min(count, 4) {
                teams[team].members.append(
                    SimulatedTeam.Member(userID: users[next % count].id, role: member == 0 ? "admin" : "user"))
                next += 1
            }
        }
    }

    /// So many members in each team: users as far as they reach. Every other team has a default budget for them, and
    /// every eighth member a budget of the own.
    mutating func addMembers(_ count: Int, at time: Double, using random: inout SeededGenerator) {
        var next = 0
        for team in teams.indices {
            let teamDefault = team % 2 == 0 ? Self.budget("members-\(team)", at: time, using: &random) : nil
            if let teamDefault { budgets.append(teamDefault) }
            teams[team].memberBudgetID = teamDefault?.id
            teams[team].members = []
            for number in 0..<count {
                let userID = number < users.count ? users[next % users.count].id : "user-\(team)-\(number)"
                next += 1
                var member = SimulatedTeam.Member(
                    userID: userID, role: number == 0 ? "admin" : "user", budgetID: teamDefault?.id)
                if next % 8 == 0 {
                    let own = Self.budget("member-\(team)-\(number)", at: time, using: &random)
                    budgets.append(own)
                    member.budgetID = own.id
                }
                member.spend = Double.random(in: 0...20, using: &random)
                member.totalSpend = member.spend * Double.random(in: 1...6, using: &random)
                teams[team].members.append(member)
            }
        }
    }
}

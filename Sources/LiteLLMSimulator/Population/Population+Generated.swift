extension Population {
    /// Any number of accounts of each kind; the same for the same arguments. The viewer's key comes on top.
    ///
    /// Nine of ten keys belong to a team; about one in eight teams has no limit, and the others have used anything
    /// from nothing to more than all of it. Where there are users, they are the teams' members and own two of three keys.
    ///
    /// - Parameters:
    ///   - membersPerTeam: nil is one to four, without budgets of their own.
    ///   - time: when the simulation starts, in seconds since 1970; rows were created in the year before.
    public static func generated(
        teams teamCount: Int, keys keyCount: Int, users userCount: Int = 0, customers customerCount: Int = 0,
        organizations organizationCount: Int = 0, providers providerCount: Int = 0, membersPerTeam: Int? = nil,
        seed: UInt64, at time: Double
    ) -> Population {
        var random = SeededGenerator(seed: seed)
        var population = Population()
        for number in 0..<teamCount {
            population.teams.append(team(number, seed: seed, at: time, using: &random))
        }
        for number in 0..<keyCount {
            let owner = teamCount > 0 && Int.random(in: 0..<10, using: &random) > 0
            let teamID = owner ? population.teams[Int.random(in: 0..<teamCount, using: &random)].id : nil
            let key = key(number, teamID: teamID, seed: seed, at: time, using: &random)
            population.keys.append(key)
            let usdPerDay = pow10(Double.random(in: -2...1.5, using: &random))
            population.script.rates.append(
                SpendingRate(
                    token: key.token, usdPerHour: usdPerDay / 24, rhythm: rhythms.randomElement(using: &random)!,
                    isUneven: true))
        }
        population.addOrganizations(organizationCount, at: time, using: &random)
        population.addProviders(providerCount, at: time, using: &random)
        population.addCustomers(customerCount, at: time, using: &random)
        population.addUsers(userCount, at: time, using: &random)
        if let membersPerTeam { population.addMembers(membersPerTeam, at: time, using: &random) }
        population.addViewer(createdAt: time - 86_400)
        return population
    }

    /// A budget row of any size, due in its turn.
    static func budget(_ id: String, at time: Double, using random: inout SeededGenerator) -> SharedBudget {
        let duration = durations.randomElement(using: &random)!
        return SharedBudget(
            id: id, maxBudget: budgets.randomElement(using: &random)!, duration: duration,
            resetAt: BudgetDuration.nextReset(duration, after: time), createdAt: time - 31_536_000)
    }

    private static let rhythms = [Rhythm.steady, .office, .office, .consumers]
    private static let durations = ["30d", "30d", "30d", "7d", "1d"]
    private static let budgets = [5.0, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000]

    private static func team(
        _ number: Int, seed: UInt64, at time: Double, using random: inout SeededGenerator
    ) -> SimulatedTeam {
        let created = time - Double(Int.random(in: 86_400...31_536_000, using: &random))
        var team = SimulatedTeam(id: teamID("\(seed)/\(number)"), alias: "team-\(number)", createdAt: created)
        if Int.random(in: 0..<8, using: &random) > 0 {
            let budget = budgets.randomElement(using: &random)!
            let duration = durations.randomElement(using: &random)!
            team.maxBudget = budget
            team.budgetDuration = duration
            team.budgetResetAt = BudgetDuration.nextReset(duration, after: time)
            team.spend = budget * Double.random(in: 0...1.02, using: &random)
            if Int.random(in: 0..<5, using: &random) == 0 { team.softBudget = budget * 0.8 }
        } else {
            team.spend = Double.random(in: 0...500, using: &random)
        }
        team.isBlocked = Int.random(in: 0..<50, using: &random) == 0
        for member in 0..<Int.random(in: 1...4, using: &random) {
            team.members.append(
                SimulatedTeam.Member(userID: "user-\(number)-\(member)", role: member == 0 ? "admin" : "user"))
        }
        return team
    }

    private static func key(
        _ number: Int, teamID: String?, seed: UInt64, at time: Double, using random: inout SeededGenerator
    ) -> SimulatedKey {
        let created = time - Double(Int.random(in: 86_400...31_536_000, using: &random))
        var key = SimulatedKey(
            secret: "sk-simulator-\(seed)-\(number)", alias: "key-\(number)", teamID: teamID, createdAt: created)
        if Int.random(in: 0..<3, using: &random) == 0 {
            let budget = budgets.randomElement(using: &random)! / 5
            let duration = durations.randomElement(using: &random)!
            key.maxBudget = budget
            key.budgetDuration = duration
            key.budgetResetAt = BudgetDuration.nextReset(duration, after: time)
            key.spend = budget * Double.random(in: 0...1, using: &random)
        } else {
            key.spend = Double.random(in: 0...50, using: &random)
        }
        key.totalSpend = (key.spend ?? 0) * Double.random(in: 1...6, using: &random)
        if Int.random(in: 0..<40, using: &random) == 0 { key.isBlocked = true }
        if Int.random(in: 0..<10, using: &random) == 0 {
            key.expires = time + Double(Int.random(in: -2_592_000...7_776_000, using: &random))
        }
        return key
    }

    /// Ten to a power, as numbers spread over decades.
    private static func pow10(_ exponent: Double) -> Double {
        var result = 1.0
        var rest = exponent
        while rest >= 1 {
            result *= 10
            rest -= 1
        }
        while rest < 0 {
            result /= 10
            rest += 1
        }
        // Between decades a straight line is good enough.
        return result * (1 + 9 * rest)
    }
}

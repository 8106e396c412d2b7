extension Population {
    /// A company of twelve teams and thirty keys that looks real on a dashboard, with users, members, customers,
    /// organisations and providers that have budgets, and one budget for all. All of it is made up.
    ///
    /// - Parameter time: when the simulation starts, in seconds since 1970.
    public static func demo(at time: Double) -> Population {
        var population = Population()
        for team in DemoTeam.all { population.add(team, at: time) }
        population.add(DemoKey("personal-notebook", perDay: 1.1, limit: 20, used: 0.41), teamID: nil, at: time)
        population.add(DemoKey("hackathon", perDay: 0.6, used: 0, expiresInDays: 12), teamID: nil, at: time)
        population.addDemoAccounts(at: time)
        population.addViewer(createdAt: time - 40 * 86_400)
        population.script.events = events(at: time)
        return population
    }

    private mutating func add(_ demo: DemoTeam, at time: Double) {
        var team = SimulatedTeam(
            id: demo.id ?? Self.teamID(demo.alias), alias: demo.alias, maxBudget: demo.budget,
            spend: demo.budget.map { $0 * demo.used } ?? demo.used, createdAt: time - 120 * 86_400 - Double(teams.count)
        )
        team.softBudget = demo.softBudget
        team.budgetDuration = demo.duration
        team.budgetResetAt = demo.duration.map { BudgetDuration.nextReset($0, after: time) }
        team.isBlocked = demo.isBlocked
        team.metadata = [JSONValue.Member("cost_centre", .string(demo.costCentre))]
        team.members = (0..<demo.memberCount).map {
            SimulatedTeam.Member(userID: "\(demo.slug)-\($0 + 1)", role: $0 == 0 ? "admin" : "user")
        }
        teams.append(team)
        for key in demo.keys { add(key, teamID: team.id, at: time) }
    }

    private mutating func add(_ demo: DemoKey, teamID: String?, at time: Double) {
        // The alias is in the secret, so that anybody can try a team's own key.
        var key = SimulatedKey(
            secret: "sk-simulator-\(demo.alias)", alias: demo.alias, teamID: teamID, maxBudget: demo.limit,
            spend: demo.limit.map { $0 * demo.used } ?? demo.perDay * 9,
            createdAt: time - 100 * 86_400 - Double(keys.count))
        key.totalSpend = (key.spend ?? 0) + demo.perDay * 60
        if demo.limit != nil {
            key.budgetDuration = demo.duration
            key.budgetResetAt = BudgetDuration.nextReset(demo.duration, after: time)
        }
        key.expires = demo.expiresInDays.map { time + $0 * 86_400 }
        keys.append(key)
        script.rates.append(
            SpendingRate(
                token: key.token, usdPerHour: demo.perDay / 24, rhythm: demo.rhythm,
                bursts: demo.bursts(startingAt: time), isUneven: true))
    }

    /// A month in the life of the administrators.
    private static func events(at time: Double) -> [SpendingScript.Event] {
        let day = 86_400.0
        let pilot = SimulatedTeam(
            id: teamID("Voice pilot"), alias: "Voice pilot", maxBudget: 75, createdAt: time + 1.5 * day)
        let pilotKey = SimulatedKey(
            secret: "sk-simulator-voice-pilot", alias: "voice-pilot", teamID: pilot.id, createdAt: time + 1.5 * day)
        return [
            SpendingScript.Event(at: time + 1.5 * day, .addTeam(pilot)),
            SpendingScript.Event(at: time + 1.5 * day, .addKey(pilotKey)),
            SpendingScript.Event(at: time + 3 * day, .renameTeam(id: teamID("Growth"), alias: "Growth & Lifecycle")),
            SpendingScript.Event(at: time + 5 * day, .setTeamBudget(id: teamID("Legal review"), maxBudget: 400)),
        ]
    }
}

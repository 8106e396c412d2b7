import LiteLLMSimulator
import Threading

/// A simulated LiteLLM in which accounts come, spend and go, as many as there were.
struct ChangingProxy {
    static let teams = 60
    static let keysPerTeam = 3
    /// Sweeps between two teams that go.
    private static let turnover = 5
    /// Sweeps between two failures.
    private static let failures = 50

    let proxy: SimulatedProxy

    init(at now: Timestamp) {
        var population = Population()
        for number in 0..<Self.teams {
            population.teams.append(Self.team(number, at: now.unixSeconds))
            population.keys += Self.keys(ofTeam: number, at: now.unixSeconds)
        }
        population.users.append(
            .proxyBudget(maxBudget: 1e6, duration: "1d", createdAt: now.unixSeconds))
        population.addViewer(createdAt: now.unixSeconds)
        proxy = SimulatedProxy(population, startingAt: now.unixSeconds)
    }

    func advance(to now: Timestamp) async {
        await proxy.advance(to: now.unixSeconds)
    }

    /// What has happened before a sweep.
    func change(_ sweep: Int) async {
        let now = await proxy.now
        if sweep % Self.turnover == 0 {
            let number = Self.teams + sweep / Self.turnover - 1
            await proxy.apply(.deleteTeam(id: Self.id(number - Self.teams)))
            await proxy.apply(.addTeam(Self.team(number, at: now)))
            for key in Self.keys(ofTeam: number, at: now) { await proxy.apply(.addKey(key)) }
            await proxy.emptyArchive()
        }
        for (index, key) in await proxy.keys.enumerated() where index % 7 == sweep % 7 {
            await proxy.spend(0.25, byKey: key.token)
        }
        if sweep % Self.failures == 0 { await proxy.inject(Fault(.status(502), times: 4)) }
    }

    private static func id(_ number: Int) -> String { "team-\(number)" }

    private static func team(_ number: Int, at now: Double) -> SimulatedTeam {
        var team = SimulatedTeam(id: id(number), alias: "Team \(number)", maxBudget: 40, createdAt: now)
        team.budgetDuration = "1d"
        team.budgetResetAt = now + 86_400
        team.members = [SimulatedTeam.Member(userID: "user-\(number % 20)")]
        return team
    }

    private static func keys(ofTeam number: Int, at now: Double) -> [SimulatedKey] {
        (0..<keysPerTeam).map {
            SimulatedKey(
                secret: "sk-simulator-\(number)-\($0)", alias: "Key \(number)-\($0)", teamID: id(number), maxBudget: 20,
                createdAt: now)
        }
    }
}

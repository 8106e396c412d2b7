import Budgets
import LiteLLMSimulator
import Threading

/// Who there is at the proxy when the story begins.
struct Cast: Sendable {
    let timescale: Timescale
    let start: Timestamp

    /// Spends $20 an hour, with $195 of $1,000 left and two days to go. The example of a route for one team has this id.
    static let research = "t-123"
    /// Has used up its budget before the story begins, and stays that way nearly to its end.
    static let marketing = "t-marketing"
    /// Its budget is due to be reset, and is not.
    static let support = "t-support"

    static let researchKey = SimulatedKey.token(of: "sk-simulator-research")
    static let supportKey = SimulatedKey.token(of: "sk-simulator-support")

    private static let researchRate = 20.0
    private static let supportRate = 0.02

    /// US dollars an hour of the story, in the hours of the simulator.
    func rate(_ usdPerHour: Double) -> Double { usdPerHour * Double(timescale.factor) }

    private func time(after span: Duration) -> Double { (start + timescale.real(span)).unixSeconds }

    private var created: Double { time(after: .days(-100)) }

    private var teams: [SimulatedTeam] {
        func team(
            _ id: String, _ alias: String, spent: Double, of limit: Double, resetIn span: Duration
        ) -> SimulatedTeam {
            var team = SimulatedTeam(id: id, alias: alias, maxBudget: limit, spend: spent, createdAt: created)
            team.budgetDuration = "30d"
            team.budgetResetAt = time(after: span)
            return team
        }
        return [
            team(Self.research, "Research", spent: 805, of: 1000, resetIn: .days(2)),
            team(Self.marketing, "Marketing", spent: 250.4, of: 250, resetIn: .days(20)),
            team(Self.support, "Support", spent: 40, of: 300, resetIn: .minutes(5)),
        ]
    }

    private var keys: [SimulatedKey] {
        let research = SimulatedKey(
            secret: "sk-simulator-research", alias: "research-agents", teamID: Self.research, spend: 805,
            createdAt: created)
        var support = SimulatedKey(
            secret: "sk-simulator-support", alias: "support-chat", teamID: Self.support, spend: 40, createdAt: created)
        support.expires = time(after: .minutes(95))
        return [research, support]
    }

    var population: Population {
        var population = Population(teams: teams, keys: keys)
        population.script.rates = [
            SpendingRate(token: Self.researchKey, usdPerHour: rate(Self.researchRate)),
            SpendingRate(token: Self.supportKey, usdPerHour: rate(Self.supportRate)),
        ]
        population.users = [
            .proxyBudget(
                maxBudget: 100_000, duration: "30d", resetAt: time(after: .days(20)), spend: 5000, createdAt: created)
        ]
        population.addViewer(createdAt: created)
        return population
    }

    /// LiteLLM as it is set up by default, in a hurry; but that its budgets are not reset for now.
    var settings: ProxySettings {
        var settings = ProxySettings()
        settings.budgetResetInterval /= Double(timescale.factor)
        settings.spendWriteInterval /= Double(timescale.factor)
        settings.resetsBudgets = false
        return settings
    }

    /// 30 hours: long enough for what the last day says, too short for what the week does.
    var past: Past {
        func budget(_ limit: Double?, _ resetsAt: Double?) -> Budget {
            Budget(
                limit: limit.map { .limited(USD($0)) } ?? .unlimited,
                resetsAt: resetsAt.map { Timestamp(unixSeconds: $0) })
        }
        let rates = [Self.research: Self.researchRate, Self.support: Self.supportRate]
        func account(_ id: AccountID, _ spend: Double?, of team: String, _ budget: Budget) -> Past.Account {
            Past.Account(id: id, spend: spend ?? 0, usdPerSecond: rate(rates[team] ?? 0) / 3600, budget: budget)
        }
        return Past(
            accounts: teams.map { account(.team($0.id), $0.spend, of: $0.id, budget($0.maxBudget, $0.budgetResetAt)) }
                + keys.map { account(.key(hash: $0.token), $0.spend, of: $0.teamID ?? "", budget(nil, nil)) },
            length: timescale.real(.hours(30)), interval: timescale.real(.seconds(30)))
    }
}

import Testing

@testable import LiteLLMSimulator

@Suite struct SpendingTests {
    private let secret = "sk-simulator-spender"
    private var token: String { SimulatedKey.token(of: secret) }

    /// One key of team `t00` that spends a dollar an hour.
    private func population(_ edit: (inout SimulatedTeam, inout SimulatedKey) -> Void = { _, _ in }) -> Population {
        var population = teams(1)
        var key = SimulatedKey(secret: secret, teamID: "t00", userID: "u", createdAt: start)
        population.teams[0].members = [SimulatedTeam.Member(userID: "u")]
        edit(&population.teams[0], &key)
        population.keys = [key]
        population.script.rates = [SpendingRate(token: token, usdPerHour: 1)]
        return population
    }

    @Test func spendIsChargedToKeyTeamAndMember() async throws {
        let proxy = SimulatedProxy(population(), startingAt: start)
        await proxy.advance(to: start + 7200)
        let key = try #require(await proxy.key(token))
        let team = try #require(await proxy.team("t00"))
        for spend in [key.spend, key.totalSpend, team.spend, team.members[0].spend, team.members[0].totalSpend] {
            #expect(abs(try #require(spend) - 2) < 0.01)
        }
        #expect(key.lastActive == start + 7200)
    }

    @Test func spendAppearsInBatches() async throws {
        let proxy = SimulatedProxy(population(), startingAt: start)
        await proxy.advance(to: start + 9.5)
        #expect(await proxy.key(token)?.spend == 0)
        await proxy.advance(to: start + 10)
        #expect(await proxy.key(token)?.spend ?? 0 > 0)
    }

    @Test func theSameTimeCostsTheSameInOneStepOrInMany() async throws {
        var uneven = population()
        uneven.script.rates = [
            SpendingRate(
                token: token, usdPerHour: 3, rhythm: .office,
                bursts: [.init(start: start + 5000, seconds: 777, factor: 9)], isUneven: true)
        ]
        let once = SimulatedProxy(uneven, startingAt: start)
        let often = SimulatedProxy(uneven, startingAt: start)
        await once.advance(to: start + 100_000)
        for step in 1...1000 { await often.advance(to: start + Double(step) * 100) }
        let spends = (await once.key(token)?.spend ?? 0, await often.key(token)?.spend ?? -1)
        #expect(abs(spends.0 - spends.1) < 1e-6, "\(spends)")
    }

    @Test func aKeySpendsAtAnotherRateFromNowOn() async throws {
        let proxy = SimulatedProxy(population(), startingAt: start)
        await proxy.advance(to: start + 3604)
        await proxy.spend(usdPerHour: 60, byKey: token)
        await proxy.advance(to: start + 3664)
        await proxy.spend(usdPerHour: 0, byKey: token)
        await proxy.advance(to: start + 7200)
        let spend = try #require(await proxy.key(token)?.spend)
        #expect(abs(spend - (3604.0 / 3600 + 1)) < 1e-6, "what was spent before and is written after counts as it was")
    }

    @Test func aKeyThatSpentNothingBegins() async throws {
        var idle = population()
        idle.script.rates = []
        let proxy = SimulatedProxy(idle, startingAt: start)
        await proxy.advance(to: start + 3600)
        await proxy.spend(usdPerHour: 2, byKey: token)
        await proxy.advance(to: start + 7200)
        #expect(abs(try #require(await proxy.key(token)?.spend) - 2) < 1e-6)
    }

    @Test func aKeyStopsAtItsLimit() async throws {
        let proxy = SimulatedProxy(population { _, key in key.maxBudget = 1.5 }, startingAt: start)
        await proxy.advance(to: start + 36_000)
        let spend = try #require(await proxy.key(token)?.spend)
        #expect(spend >= 1.5 && spend <= 1.52)
    }

    @Test func aTeamStopsItsKeysAboveItsLimit() async throws {
        let proxy = SimulatedProxy(population { team, _ in team.maxBudget = 2 }, startingAt: start)
        await proxy.advance(to: start + 36_000)
        let spend = try #require(await proxy.team("t00")?.spend)
        #expect(spend > 2 && spend <= 2.02)
        #expect(await proxy.key(token)?.spend == spend)
    }

    @Test(arguments: ["limit of zero", "blocked key", "blocked team", "expired"])
    func nothingIsSpentByAKeyThatIsRefused(_ why: String) async throws {
        let refused = population { team, key in
            switch why {
            case "limit of zero": key.maxBudget = 0
            case "blocked key": key.isBlocked = true
            case "blocked team": team.isBlocked = true
            default: key.expires = start - 1
            }
        }
        let proxy = SimulatedProxy(refused, startingAt: start)
        await proxy.advance(to: start + 3600)
        #expect(await proxy.key(token)?.spend == 0)
    }

    @Test func theResetDateStaysInThePastUntilTheJobRuns() async throws {
        let due = population { team, key in
            (team.budgetDuration, team.budgetResetAt, team.spend) = ("1d", start + 60, 5)
            (key.budgetDuration, key.budgetResetAt, key.spend) = ("1h", start + 60, 4)
        }
        let proxy = SimulatedProxy(due, startingAt: start)
        await proxy.advance(to: start + 599)
        #expect(await proxy.team("t00")?.budgetResetAt == start + 60)
        #expect(try #require(await proxy.team("t00")?.spend) > 5)

        await proxy.advance(to: start + 600)
        // 10:30:30: the next midnight and the next full hour.
        #expect(await proxy.team("t00")?.budgetResetAt == CivilTime(year: 2026, month: 11, day: 22).time)
        #expect(await proxy.key(token)?.budgetResetAt == CivilTime(year: 2026, month: 11, day: 21).time + 11 * 3600)
        #expect(await proxy.team("t00")?.spend == 0)
        #expect(try #require(await proxy.key(token)?.totalSpend) > 0.16, "a reset leaves the lifetime spend")

        await proxy.advance(to: start + 610)
        let spend = try #require(await proxy.team("t00")?.spend)
        #expect(spend > 0 && spend < 0.01, "what was not yet written comes after the reset")
    }

    @Test func theJobCanBeOff() async throws {
        var settings = ProxySettings()
        settings.resetsBudgets = false
        let due = population { team, _ in (team.budgetDuration, team.budgetResetAt) = ("1h", start + 60) }
        let proxy = SimulatedProxy(due, settings: settings, startingAt: start)
        await proxy.advance(to: start + 86_400)
        #expect(await proxy.team("t00")?.budgetResetAt == start + 60)
    }

    @Test func keysWithoutADateAndExpiredKeysNeverReset() async throws {
        var population = Population()
        for number in 0..<3 {
            var key = SimulatedKey(secret: "sk-simulator-\(number)", spend: 3, createdAt: start - 9)
            key.budgetDuration = "1h"
            if number > 0 { key.budgetResetAt = start - 5 }
            if number > 1 { key.expires = start - 5 }
            population.keys.append(key)
        }
        let proxy = SimulatedProxy(population, startingAt: start)
        await proxy.advance(to: start + 600)
        #expect(await proxy.keys.map(\.spend) == [3, 0, 3])
    }

    @Test func aSharedBudgetResetsTheKeysThatLiveByIt() async throws {
        var population = Population()
        for number in 0..<2 {
            var key = SimulatedKey(secret: "sk-simulator-\(number)", spend: 3, createdAt: start - 9)
            key.budgetID = "shared"
            if number == 1 { (key.budgetDuration, key.budgetResetAt) = ("30d", start + 86_400) }
            population.keys.append(key)
        }
        population.budgets = [
            SharedBudget(id: "shared", maxBudget: 5, duration: "1d", resetAt: start + 1, createdAt: start - 9)
        ]
        let proxy = SimulatedProxy(population, startingAt: start)
        await proxy.advance(to: start + 600)
        #expect(await proxy.keys.map(\.spend) == [0, 3])
    }

    @Test func windowsResetByThemselves() async throws {
        let limited = population { _, key in
            key.budgetLimits = [BudgetWindow(duration: "1h", maxBudget: 9, resetAt: start + 60, spend: 7)]
        }
        let proxy = SimulatedProxy(limited, startingAt: start)
        await proxy.advance(to: start + 600)
        let info = try await proxy.get("/key/info?key=\(token)").body["info"]
        #expect(info["budget_limits_usage"]["1h"]["current_spend"].number == 0)
        #expect(try #require(info["spend"].number) > 0.15)
        #expect(info["budget_limits"].elements.first?["reset_at"].string == "2026-11-21T11:00:00+00:00")
    }

    @Test func theScriptHappensInItsTime() async throws {
        var population = population()
        population.script.events = [
            .init(at: start + 200, .renameTeam(id: "t00", alias: "later")),
            .init(at: start + 100, .renameTeam(id: "t00", alias: "first")),
            .init(at: start + 300, .rotateKey(token: token, newSecret: "sk-simulator-rotated")),
        ]
        let proxy = SimulatedProxy(population, startingAt: start)
        await proxy.advance(to: start + 150)
        #expect(await proxy.team("t00")?.alias == "first")
        await proxy.advance(to: start + 3600)
        #expect(await proxy.team("t00")?.alias == "later")
        #expect(await proxy.key(token) == nil)
        let rotated = try #require(await proxy.key(SimulatedKey.token(of: "sk-simulator-rotated")))
        #expect(try #require(rotated.spend) > 0.9, "a rotated key keeps its spend and goes on spending")
    }

    @Test func timeNeverGoesBack() async throws {
        let proxy = SimulatedProxy(population(), startingAt: start)
        await proxy.advance(to: start + 3600)
        let spend = await proxy.key(token)?.spend
        await proxy.advance(to: start)
        #expect(await proxy.now == start + 3600)
        #expect(await proxy.key(token)?.spend == spend)
    }
}

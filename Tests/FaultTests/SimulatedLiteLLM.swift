import LiteLLMSimulator
import Logging
import ServiceLifecycle
import TestSupport
import Threading

/// A simulated LiteLLM on a port, whose accounts spend nothing by themselves.
struct SimulatedLiteLLM: Sendable {
    let proxy: SimulatedProxy
    let port: Int
    /// Without a slash at the end.
    var url: String { "http://127.0.0.1:\(port)" }

    static func with(_ body: (SimulatedLiteLLM) async throws -> Void) async throws {
        let now = SystemTime().now().unixSeconds
        let proxy = SimulatedProxy(.forFaults(at: now), startingAt: now)
        var configuration = SimulatorServer.Configuration()
        configuration.speed = 1
        let silence = Logger(label: "simulator") { _ in SwiftLogNoOpLogHandler() }
        try await RunningServices.with { onListening in
            [SimulatorServer(proxy, configuration: configuration, logger: silence, onListening: onListening)]
        } _: { port in
            try await body(SimulatedLiteLLM(proxy: proxy, port: port))
        }
    }

    /// Whether all that it knows is on a page, and each number is its own.
    func isTold(by page: ExpositionPage) async -> Bool {
        let teams = await proxy.teams
        let keys = await accountKeys
        let budget = await proxy.user(SimulatedUser.proxyBudgetID)
        return page.value("litellm_up") == 1
            && ExpositionPage.sources.allSatisfy { page.isUp($0) }
            && page.samples(of: "litellm_team_info").count == teams.count
            && page.samples(of: "litellm_key_info").count == keys.count
            && teams.allSatisfy { team in
                let id = ["team_id": team.id]
                return page["litellm_team_budget_spend_usd", id] == team.spend
                    && page["litellm_team_budget_limit_usd", id] == team.maxBudget
            }
            && keys.allSatisfy { page["litellm_key_budget_spend_usd", ["hashed_api_key": $0.token]] == $0.spend }
            && page.value("litellm_proxy_budget_spend_usd") == budget?.spend
    }

    func spendOneDollarEach() async {
        for team in await proxy.teams { await proxy.updateTeam(team.id) { $0.spend? += 1 } }
        for key in await accountKeys {
            await proxy.updateKey(key.token) {
                $0.spend? += 1
                $0.totalSpend += 1
            }
        }
        await proxy.updateUser(SimulatedUser.proxyBudgetID) { $0.spend? += 1 }
    }

    /// Waits until teams have been asked for so often from now on.
    func sweeps(_ count: Int) async throws {
        let asked = await proxy.requestCounts["/v2/team/list"] ?? 0
        try await Waiting.wait(for: "\(count) sweeps of teams") {
            await proxy.requestCounts["/v2/team/list"] ?? 0 >= asked + count
        }
    }

    /// Without the exporter's own.
    private var accountKeys: [SimulatedKey] {
        get async { await proxy.keys.filter { $0.token != SimulatedKey.token(of: Population.viewerKey) } }
    }
}

extension Population {
    /// One account of each sort: with a limit, without one, with one of nothing, near it.
    fileprivate static func forFaults(at now: Double) -> Population {
        var population = Population()
        for (index, budget) in [100.0, nil, 0, 50].enumerated() {
            var team = SimulatedTeam(
                id: "team-\(index)", alias: "Team \(index)", maxBudget: budget, spend: Double(index) + 12.5,
                createdAt: now - 86_400)
            team.budgetDuration = "30d"
            team.budgetResetAt = now + 7200
            population.teams.append(team)
            population.keys.append(
                SimulatedKey(
                    secret: "sk-simulator-\(index)", alias: "Key \(index)", teamID: "team-\(index)", maxBudget: 20,
                    spend: Double(index) + 2.5, createdAt: now - 86_400))
        }
        population.users.append(
            .proxyBudget(maxBudget: 500, duration: "30d", resetAt: now + 7200, spend: 55, createdAt: now - 86_400))
        population.addViewer(createdAt: now - 86_400)
        return population
    }
}

import Testing

@testable import LiteLLMSimulator

@Suite struct PopulationTests {
    @Test func theDemoHasEveryKindOfTeam() async throws {
        let demo = Population.demo(at: start)
        #expect(demo.teams.count == 12)
        #expect(demo.keys.count == 31, "thirty keys and the viewer's")
        #expect(Set(demo.teams.map(\.id)).count == 12)
        #expect(Set(demo.keys.map(\.token)).count == 31)
        func used(_ team: SimulatedTeam) -> Double? { team.maxBudget.map { (team.spend ?? 0) / $0 } }
        let limits = demo.teams.compactMap(\.maxBudget)
        #expect(limits.min() == 5 && limits.max() == 5000)
        #expect(demo.teams.filter { $0.maxBudget == nil }.count == 1)
        #expect(demo.teams.filter { used($0) ?? 0 > 1 }.count == 1)
        #expect(demo.teams.filter { (0.9..<1).contains(used($0) ?? 0) }.count == 2)
        #expect(demo.teams.filter(\.isBlocked).count == 1)
        #expect(demo.teams.contains { $0.softBudget != nil })
        #expect(demo.teams.contains { $0.alias?.contains("\"") == true })
    }

    @Test func theDemoHasEveryKindOfBudget() async throws {
        let demo = Population.demo(at: start)
        #expect(demo.users.contains { $0.id.contains("@") })
        #expect(demo.users.contains { $0.id == SimulatedUser.proxyBudgetID })
        #expect(demo.organizations.count == 2)
        #expect(demo.providers.count == 2)
        #expect(demo.customers.contains { $0.isBlocked } && demo.customers.contains { $0.budgetID == nil })
        #expect(demo.keys.filter { $0.budgetLimits.count == 2 }.count == 1)
        #expect(demo.keys.filter { !$0.modelBudgets.isEmpty }.count == 1)
        #expect(demo.teams.filter { !$0.modelBudgets.isEmpty }.count == 1)
        let budgets = Set(demo.budgets.map(\.id))
        #expect(budgets.count == demo.budgets.count)
        let named =
            demo.teams.flatMap { [$0.memberBudgetID] + $0.members.map(\.budgetID) } + demo.customers.map(\.budgetID)
            + demo.organizations.map(\.budgetID)
        #expect(named.allSatisfy { $0.map(budgets.contains) ?? true })

        let proxy = SimulatedProxy(demo, startingAt: start)
        let team = try await proxy.get("/team/info?team_id=\(Population.teamID("Code review bot"))").body
        let sources = team["team_memberships"].elements.compactMap { $0["budget_source"].string }
        #expect(sources.first == "custom" && sources.last == "team_default" && sources.count == 42)
    }

    /// Nobody who has a budget stands still for a month, but for those who are refused.
    @Test func everybodySpendsInTheDemo() async throws {
        let proxy = SimulatedProxy(.demo(at: start), startingAt: start)
        func spends() async -> [String: Double?] {
            var spends: [String: Double?] = [:]
            for user in await proxy.users where user.maxBudget != nil { spends[user.id] = user.spend }
            for customer in await proxy.customers where !customer.isBlocked { spends[customer.id] = customer.spend }
            for organization in await proxy.organizations { spends[organization.id] = organization.spend }
            for provider in await proxy.providers { spends[provider.name] = provider.spend }
            return spends
        }
        let before = await spends()
        // Saturday to Monday evening.
        await proxy.advance(to: start + 2.4 * 86_400)
        let after = await spends()
        #expect(before.count == 13)
        for (id, spend) in before { #expect(after[id] != spend, "\(id)") }
    }

    @Test func anyNumberOfEachKindIsMade() async throws {
        let population = Population.generated(
            teams: 20, keys: 60, users: 50, customers: 40, organizations: 3, providers: 8, membersPerTeam: 12, seed: 3,
            at: start)
        #expect(population.teams.count == 20)
        #expect(population.keys.count == 61, "and the viewer's")
        #expect(population.users.count == 51, "and the viewer")
        #expect(population.customers.count == 40)
        #expect(population.organizations.count == 3)
        #expect(Set(population.providers.map(\.name)).count == 8)
        #expect(population.teams.allSatisfy { Set($0.members.map(\.userID)).count == 12 })
        let users = Set(population.users.map(\.id))
        #expect(population.teams.flatMap(\.members).allSatisfy { users.contains($0.userID ?? "") })
        #expect(users.contains("user-9@example.com"))
        let budgets = population.budgets.map(\.id)
        #expect(Set(budgets).count == budgets.count)

        let proxy = SimulatedProxy(population, startingAt: start)
        await proxy.advance(to: start + 86_400)
        let key = Population.viewerKey
        #expect(try await proxy.get("/user/list?page_size=100", key: key).body["total"].number == 51)
        #expect(try await proxy.get("/customer/list", key: key).body.elements.count == 40)
        #expect(try await proxy.get("/organization/list", key: key).body.elements.count == 3)
        #expect(try await proxy.get("/provider/budgets", key: key).body["providers"].members.count == 8)
        #expect(try await proxy.get("/budget/list", key: key).body.elements.count == budgets.count)
        let teamID = population.teams[0].id
        let members = try await proxy.get("/team/info?team_id=\(teamID)&key_limit=1", key: key).body["team_memberships"]
        #expect(Set(members.elements.compactMap { $0["budget_source"].string }) == ["team_default", "custom"])
    }

    /// Of a day that is half over, what is used is half of what it will be; so it is where there is no period.
    @Test func anEvenPaceUsesWhatThePeriodHasLeftBehind() {
        let noon = (start / 86_400).rounded(.down) * 86_400 + 43_200
        var population = Population.generated(teams: 200, keys: 200, seed: 1, at: noon)
        let before = population
        population.keepToAnEvenPace(at: noon)
        for (team, old) in zip(population.teams, before.teams) where team.budgetDuration == "1d" {
            #expect(abs((team.spend ?? 0) - (old.spend ?? 0) / 2) < 1e-9)
        }
        for (key, old) in zip(population.keys, before.keys) where key.teamID == nil && key.budgetDuration == nil {
            #expect(abs((key.spend ?? 0) - (old.spend ?? 0) / 2) < 1e-9)
        }
        #expect(population.teams.contains { $0.budgetDuration == "1d" })
        #expect(population.keys.contains { $0.teamID == nil && $0.budgetDuration == nil })
    }

    /// What is spent in the second half of the day is as much as in the first, by keys and by the teams that they belong to.
    @Test func anEvenPaceGoesOn() async {
        let noon = (start / 86_400).rounded(.down) * 86_400 + 43_200
        var population = Population.generated(teams: 100, keys: 300, seed: 1, at: noon)
        population.keepToAnEvenPace(at: noon)
        for key in population.keys {
            guard let limit = key.maxBudget, let spend = key.spend else { continue }
            #expect(spend <= limit + 1e-9, "\(key)")
        }
        let proxy = SimulatedProxy(population, startingAt: noon)
        await proxy.advance(to: noon + 36_000)
        var daily = 0
        for (team, old) in zip(await proxy.teams, population.teams) where team.budgetDuration == "1d" {
            guard !team.isBlocked, let spend = team.spend, let was = old.spend, let limit = team.maxBudget else {
                continue
            }
            let keys = population.keys.filter { $0.teamID == team.id }
            guard !keys.isEmpty, keys.allSatisfy({ $0.isBlocked != true && $0.expires == nil }), was * 2 < limit else {
                continue
            }
            daily += 1
            #expect(abs(spend - was * 22 / 12) <= was * 0.01, "\(was) became \(spend) of \(limit)")
        }
        #expect(daily >= 5)
    }

    /// A team has only as many different members as there are users.
    @Test func thereCanBeMoreMembersThanUsers() {
        let population = Population.generated(teams: 2, keys: 0, users: 3, membersPerTeam: 5, seed: 1, at: start)
        #expect(population.teams.allSatisfy { Set($0.members.map(\.userID)).count == 5 })
    }

    @Test func theDemoLivesForAMonth() async throws {
        let proxy = SimulatedProxy(.demo(at: start), startingAt: start)
        await proxy.advance(to: start + 30 * 86_400)
        #expect(await proxy.teams.contains { $0.alias == "Voice pilot" })
        #expect(await proxy.teams.contains { $0.alias == "Growth & Lifecycle" })
        for team in await proxy.teams {
            guard let limit = team.maxBudget, let spend = team.spend else { continue }
            #expect(spend >= 0 && spend <= limit + max(0.02 * Double(team.members.count + 1), limit * 0.01), "\(team)")
        }
    }

    @Test func theViewerSeesTheDemo() async throws {
        let proxy = SimulatedProxy(.demo(at: start), startingAt: start)
        #expect(
            try await proxy.get("/v2/team/list?page_size=100", key: Population.viewerKey).body["total"].number == 12)
        let keys = try await proxy.get("/key/list?size=100", key: Population.viewerKey).body
        #expect(keys["total_count"].number == 31)
    }

    @Test func theSameSeedMakesTheSamePopulation() async throws {
        func page(seed: UInt64) async -> String {
            let population = Population.generated(teams: 30, keys: 90, seed: seed, at: start)
            let proxy = SimulatedProxy(population, startingAt: start)
            await proxy.advance(to: start + 7200)
            return await proxy.respond(to: .get("/key/list?return_full_object=true&size=100", key: masterKey)).text
        }
        let first = await page(seed: 1)
        #expect(await page(seed: 1) == first)
        #expect(await page(seed: 2) != first)
    }

    @Test func pagesAreAboutAsLongAsLiteLLMs() async throws {
        let population = Population.generated(teams: 200, keys: 200, seed: 1, at: start)
        let proxy = SimulatedProxy(population, startingAt: start)
        let keys = await proxy.respond(to: .get("/key/list?return_full_object=true&size=100", key: masterKey))
        let teams = await proxy.respond(to: .get("/v2/team/list?page_size=100", key: masterKey))
        #expect((2200...2600).contains(keys.body.count / 100))
        #expect((1000...1500).contains(teams.body.count / 100))
    }

    @Test func tokensAreSHA256() {
        #expect(
            SimulatedKey.token(of: "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}

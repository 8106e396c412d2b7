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

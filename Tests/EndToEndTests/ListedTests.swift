import TestSupport
import Testing
import Threading

extension EndToEndTests {
    /// Accounts that the operator has listed, and no others.
    @Suite("Listed accounts")
    struct ListedTests {
        @Test("The listed teams with their members and the listed keys are shown, all of it true, and nothing else is")
        func listed() async throws {
            guard let proxy = ProxyUnderTest(for: "the listed mode") else { return }
            try await Fixtures.with(proxy) { fixtures in
                let user = try await fixtures.user([:])
                let listed = try await fixtures.team([
                    "team_id": .text("listed, \"one\" & \(fixtures.tag)"), "max_budget": 2, "team_member_budget": 0.5,
                    "budget_limits": [["budget_duration": "1d", "max_budget": 1]],
                ])
                try await fixtures.addMember(user, toTeam: listed)
                let key = try await fixtures.key([
                    "team_id": .text(listed), "user_id": .text(user), "max_budget": 1,
                    "budget_limits": [["budget_duration": "1d", "max_budget": 0.75]],
                ])
                _ = try await fixtures.key(["team_id": .text(listed), "max_budget": 1])
                _ = try await fixtures.team(["max_budget": 3])
                #expect(try await proxy.buy("mock-cheap", key: key.key) == 200)
                try await waitUntil("spend that is written") { try await proxy.database.spend(ofTeam: listed) > 0 }
                let viewer = try await fixtures.viewerKey()
                let nobody = "nobody-\(fixtures.tag)"
                let arguments = [
                    "--poll.mode=listed", "--poll.team-id=\(listed)", "--poll.team-id=\(nobody)",
                    "--poll.key-hash=\(key.token)", "--poll.key-hash=\(String(repeating: "0", count: 64))",
                ]
                let (_, outcome) = try await RunningExporter.watching(
                    proxy, key: viewer.key, arguments + ["--poll.details=auto"]
                ) { exporter in
                    try await waitUntil("a page that equals the database") {
                        let rows = try await rows(of: proxy, team: listed, key: key)
                        let page = try await page(exporter, sweeps: 3)
                        guard try await self.rows(of: proxy, team: listed, key: key) == rows else { return false }
                        let expected = ExpectedSeries(rows, countsKeys: false)
                        let (right, differences) = expected.compare(with: page, now: SystemTime().now().unixSeconds)
                        #expect(differences == [])
                        #expect(right > 30)
                        #expect(page.value("litellm_up") == 1)
                        print("listed: compared \(right) values with the database, \(differences.count) differ")
                        return true
                    }
                }
                let lines = outcome.errors.split(separator: "\n")
                for wrong in [nobody, String(repeating: "0", count: 16)] {
                    #expect(
                        lines.count { $0.contains("unknown to LiteLLM") && $0.contains(wrong) } == 1,
                        "the log says which id is wrong, once: \(outcome.errors)")
                }
                #expect(!outcome.errors.contains("was incomplete"), "nor says it in other words: \(outcome.errors)")
                #expect(!outcome.errors.contains("no longer at the proxy"), "\(outcome.errors)")
            }
        }

        /// The page after some more sweeps of each source have ended: with a wrong id in the list none is complete.
        private func page(_ exporter: RunningExporter, sweeps: Double) async throws -> ExpositionPage {
            func ended(_ page: ExpositionPage) -> [Double] {
                ["teams", "keys", "proxy"].map { source in
                    page.samples(of: "litellm_budget_exporter_sweeps_total")
                        .filter { $0.series.labels["source"] == source }.map(\.value).reduce(0, +)
                }
            }
            let before = ended(try await exporter.page())
            return try await exporter.page(where: "\(sweeps) more sweeps of each source") { page in
                zip(ended(page), before).allSatisfy { $0 - $1 >= sweeps }
            }
        }

        private func rows(of proxy: ProxyUnderTest, team: String, key: Fixtures.Key) async throws -> AccountRows {
            var rows = try await AccountRows(proxy.database).withoutUsersAndCustomers()
            rows.teams.removeAll { $0.teamID != team }
            rows.keys.removeAll { $0.token != key.token }
            rows.members.removeAll { $0.teamID != team }
            return rows
        }
    }
}

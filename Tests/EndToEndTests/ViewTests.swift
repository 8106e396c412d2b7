import TestSupport
import Testing
import Threading

extension EndToEndTests {
    /// What keys without an administrator's rights see, and that the exporter knows it.
    @Suite("What a key may see")
    struct ViewTests {
        @Test("A team's own key sees itself and its team, all of it true")
        func ownKeyAndTeam() async throws {
            guard let proxy = ProxyUnderTest(for: "self mode") else { return }
            try await Fixtures.with(proxy) { fixtures in
                let team = try await fixtures.team([
                    "team_alias": .text("self \"\(fixtures.tag)\""), "max_budget": 2, "budget_duration": "30d",
                ])
                let user = try await fixtures.user([:])
                let other = try await fixtures.user([:])
                try await fixtures.addMember(user, toTeam: team, ["max_budget_in_team": 0.75])
                try await fixtures.addMember(other, toTeam: team, ["max_budget_in_team": 0.5])
                let key = try await fixtures.key([
                    "team_id": .text(team), "user_id": .text(user), "key_alias": .text("self \(fixtures.tag)"),
                    "max_budget": 1, "spend": 0.25,
                ])
                _ = try await fixtures.key(["team_id": .text(team), "key_alias": .text("other \(fixtures.tag)")])
                #expect(try await proxy.buy("mock-dear", key: key.key) == 200)
                try await waitUntil("spend that is written") { try await proxy.database.spend(ofTeam: team) > 0 }
                let arguments = ["--poll.mode=self", "--poll.details=auto"]
                try await RunningExporter.watching(proxy, key: key.key, arguments) { exporter in
                    try await waitUntil("a page that equals the database") {
                        let rows = try await rows(of: proxy, team: team, user: user, key: key)
                        let page = try await exporter.sweptPage([.teams, .keys])
                        let after = try await self.rows(of: proxy, team: team, user: user, key: key)
                        guard rows == after else { return false }
                        let expected = ExpectedSeries(rows, countsKeys: false)
                        let (right, differences) = expected.compare(with: page, now: SystemTime().now().unixSeconds)
                        #expect(differences == [])
                        #expect(page.value("litellm_up") == 1)
                        for source in ["teams", "keys"] {
                            #expect(page["litellm_budget_exporter_source_partial", ["source": source]] == 0)
                        }
                        print("self mode: compared \(right) values with the database, \(differences.count) differ")
                        return true
                    }
                }
            }
        }

        @Test("A key that lists its own keys only is refused the teams, and the log and check say which role it needs")
        func tooLowARole() async throws {
            guard let proxy = ProxyUnderTest(for: "a key of an internal user") else { return }
            try await Fixtures.with(proxy) { fixtures in
                let user = try await fixtures.user(role: "internal_user")
                let key = try await fixtures.key([
                    "user_id": .text(user), "key_alias": .text(user), "allowed_routes": Fixtures.readingRoutes,
                ])
                let (_, outcome) = try await RunningExporter.watching(proxy, key: key.key) { exporter in
                    let page = try await exporter.page(where: "a sweep of keys and one of teams have ended") { page in
                        page["litellm_budget_exporter_sweep_duration_seconds", ["source": "teams"]] != nil
                            && page["litellm_budget_exporter_sweep_duration_seconds", ["source": "keys"]] != nil
                    }
                    #expect(page.value("litellm_up") == 0)
                    let errors = ["endpoint": "/v2/team/list", "reason": "unauthorized"]
                    #expect(page["litellm_budget_exporter_upstream_errors_total", errors] ?? 0 > 0)
                    #expect(page.samples(of: "litellm_team_info") == [])
                }
                #expect(outcome.errors.contains("proxy_admin_viewer"), "\(outcome.errors)")
                let check = try await Program.exporter(
                    ["check", "--litellm.url=\(proxy.url)"], environment: ["LITELLM_API_KEY": key.key]
                ).run()
                #expect(check.status == 1)
                #expect(check.output.contains("FAILED  not so: all teams can be listed"), "\(check.output)")
                #expect(check.output.contains("proxy_admin_viewer"), "\(check.output)")
            }
        }

        @Test("Check says which route of the key each source lacks, and nothing once it has all")
        func missingRoutes() async throws {
            guard let proxy = ProxyUnderTest(for: "a key with few routes") else { return }
            let kinds = ["users", "customers", "organizations", "providers"].map { "--poll.\($0)" }
            func check(_ key: Fixtures.Key, _ arguments: [String]) async throws -> Program.Outcome {
                try await Program.exporter(
                    ["check", "--litellm.url=\(proxy.url)", "--poll.details=off", "--poll.max-duty=1"] + arguments,
                    environment: ["LITELLM_API_KEY": key.key]
                ).run()
            }
            try await Fixtures.with(proxy) { fixtures in
                let few = try await fixtures.viewerKey(routes: Fixtures.fewRoutes)
                let refused = try await check(few, kinds)
                let lines = refused.output.split(separator: "\n").map(String.init)
                for (what, route) in [
                    ("the budget of the proxy as a whole can be read", "/v2/user/info"),
                    ("users can be listed", "/user/list"), ("customers can be listed", "/customer/list"),
                ] {
                    let line = lines.first { $0.contains(what) } ?? ""
                    #expect(line.contains("not so: ") && line.contains(route), "\(what): \(refused.output)")
                }
                #expect(refused.status == 1, "\(refused.output)")
                #expect(lines.last == "Some of it cannot be read.", "\(refused.output)")

                let asBefore = try await check(few, [])
                #expect(asBefore.status == 0, "what is not asked for is not needed: \(asBefore.output)")

                let all = try await fixtures.viewerKey()
                let well = try await check(all, kinds)
                #expect(well.status == 0, "\(well.output)")
                #expect(!well.output.contains("not so: "), "\(well.output)")
                #expect(well.output.hasSuffix("All is well.\n"), "\(well.output)")
            }
        }

        @Test("A viewer whose role is lowered meanwhile loses nothing, and is told that it sees only a part")
        func loweredRole() async throws {
            guard let proxy = ProxyUnderTest(for: "a role that is lowered") else { return }
            try await Fixtures.with(proxy) { fixtures in
                _ = try await fixtures.key(["key_alias": .text("somebody's \(fixtures.tag)"), "max_budget": 3])
                let user = try await fixtures.user(role: "proxy_admin_viewer")
                let key = try await fixtures.key([
                    "user_id": .text(user), "key_alias": .text(user), "allowed_routes": Fixtures.readingRoutes,
                ])
                let (_, outcome) = try await RunningExporter.watching(proxy, key: key.key) { exporter in
                    let whole = try await exporter.settledPage()
                    #expect(partial(whole) == [0, 0])
                    let role: (String) -> JSON = { ["user_id": .text(user), "user_role": .text($0)] }
                    try await proxy.post("/user/update", role("internal_user"))
                    // LiteLLM remembers roles for a minute.
                    let part = try await exporter.page(
                        where: "teams that are refused and a partial view of keys", atMost: .seconds(100)
                    ) { $0.value("litellm_up") == 0 && partial($0)[1] == 1 }
                    for family in ["litellm_team_info", "litellm_key_info"] {
                        #expect(names(family, part) == names(family, whole), "what is out of sight is not gone")
                    }
                    try await proxy.post("/user/update", role("proxy_admin_viewer"))
                    let again = try await exporter.page(where: "the whole view again", atMost: .seconds(100)) {
                        partial($0) == [0, 0] && $0.value("litellm_up") == 1
                    }
                    #expect(names("litellm_key_info", again) == names("litellm_key_info", whole))
                }
                let lines = outcome.errors.split(separator: "\n")
                #expect(lines.count { $0.contains("the exporter's key sees only a part of keys") } == 1)
                #expect(lines.count { $0.contains("the exporter's key sees all of keys again") } == 1)
                #expect(!outcome.errors.contains("no longer at the proxy"), "\(outcome.errors)")
            }
        }

        private func rows(
            of proxy: ProxyUnderTest, team: String, user: String, key: Fixtures.Key
        ) async throws -> AccountRows {
            var rows = try await AccountRows(proxy.database)
            rows.teams.removeAll { $0.teamID != team }
            rows.keys.removeAll { $0.token != key.token }
            // Of members only the user of the key; of what concerns others nothing.
            rows.members.removeAll { $0.teamID != team || $0.userID != user }
            rows = rows.withoutUsersAndCustomers()
            rows.proxy = nil
            return rows
        }

        /// Of teams and of keys.
        private func partial(_ page: ExpositionPage) -> [Double?] {
            ["teams", "keys"].map { page["litellm_budget_exporter_source_partial", ["source": $0]] }
        }

        private func names(_ family: String, _ page: ExpositionPage) -> Set<ExpectedSeries.Name> {
            Set(page.samples(of: family).map { ExpectedSeries.Name($0.series.name, $0.series.labels) })
        }
    }
}

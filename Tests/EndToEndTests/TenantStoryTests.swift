import TestSupport
import Testing
import Threading

extension EndToEndTests {
    /// What tenants live through, with money really spent, and the numbers following each step.
    ///
    /// Each step waits until the database has it, LiteLLM being free to take its time, and then for no more than the next
    /// sweep.
    @Suite("A tenant's story")
    struct TenantStoryTests {
        @Test("Teams spend, are refused, get more, are reset, renamed, blocked and deleted")
        func teams() async throws {
            guard let proxy = ProxyUnderTest(for: "the story of PRS, IOP and NAV") else { return }
            try await Fixtures.with(proxy) { fixtures in
                let prs = try await Tenant(alias: "PRS", limit: 0.1, fixtures)
                let iop = try await Tenant(alias: "IOP", limit: 0.3, fixtures)
                let nav = try await Tenant(alias: "NAV", limit: 0.5, fixtures)
                let viewer = try await fixtures.viewerKey()
                try await RunningExporter.watching(proxy, key: viewer.key) { exporter in
                    let start = try await exporter.sweptPage()
                    for tenant in [prs, iop, nav] { tenant.expect(start, spend: 0) }

                    for tenant in [prs, iop, nav] { try await tenant.buyUntilRefused() }
                    let spends = try await settledSpends {
                        [try await prs.spend(), try await iop.spend(), try await nav.spend()]
                    }
                    let exhausted = try await exporter.sweptPage()
                    for (tenant, spend) in zip([prs, iop, nav], spends) {
                        tenant.expect(exhausted, spend: spend)
                        #expect(tenant.team(exhausted, "budget_exhausted") == 1, "\(tenant.alias)")
                        #expect((tenant.team(exhausted, "budget_remaining_usd") ?? 0) < 0, "\(tenant.alias)")
                        #expect(tenant.key(exhausted, "budget_spend_usd") == spend, "its key spent all of it")
                        #expect(tenant.key(exhausted, "budget_remaining_usd") == nil, "its key has no limit of its own")
                    }

                    try await raiseBudget(of: prs, spend: spends[0], exporter)
                    try await resetByDuration(iop, exporter)
                    try await rename(nav, spend: spends[2], exporter)
                    try await block(nav, exporter)
                    try await delete(nav, and: iop, exporter)
                    let end = try await exporter.page()
                    #expect(prs.team(end, "info") == 1, "who is still there is still shown")
                    #expect(end.value("litellm_up") == 1)
                }
            }
        }

        @Test("A key with a budget of a tenth of a cent is refused, and its spend reset")
        func tinyKey() async throws {
            guard let proxy = ProxyUnderTest(for: "the story of a key") else { return }
            try await Fixtures.with(proxy) { fixtures in
                let limit = 0.001
                let key = try await fixtures.key([
                    "key_alias": .text("tiny \(fixtures.tag)"), "max_budget": .number(limit),
                ])
                let viewer = try await fixtures.viewerKey()
                try await RunningExporter.watching(proxy, key: viewer.key) { exporter in
                    func expect(_ page: ExpositionPage, spend: Double) {
                        let labels = ["hashed_api_key": key.token]
                        #expect(page["litellm_key_budget_spend_usd", labels] == spend)
                        #expect(page["litellm_key_budget_limit_usd", labels] == limit)
                        #expect(page["litellm_key_budget_remaining_usd", labels] == limit - spend)
                        #expect(page["litellm_key_budget_used_ratio", labels] == spend / limit)
                        #expect(page["litellm_key_budget_exhausted", labels] == (spend >= limit ? 1 : 0))
                        #expect(page["litellm_remaining_api_key_budget_metric", labels] == limit - spend)
                        #expect(page["litellm_api_key_max_budget_metric", labels] == limit)
                    }
                    expect(try await exporter.sweptPage([.keys]), spend: 0)

                    let bought = try await buy("mock-cheap", with: key, of: proxy, until: "refused") { $0 != 200 }
                    #expect(bought > 1, "it was served before it was refused")
                    let spend = try await settledSpends { [try await proxy.database.spend(ofKey: key.token)] }[0]
                    #expect(spend >= limit)
                    expect(try await exporter.sweptPage([.keys]), spend: spend)

                    try await proxy.post("/key/\(key.key)/reset_spend", ["reset_to": 0])
                    #expect(try await proxy.database.spend(ofKey: key.token) == 0)
                    expect(try await exporter.sweptPage([.keys]), spend: 0)
                    #expect(try await proxy.buy("mock-cheap", key: key.key) == 200, "LiteLLM serves it again too")
                }
            }
        }

        // MARK: Steps

        private func raiseBudget(of tenant: Tenant, spend: Double, _ exporter: RunningExporter) async throws {
            try await tenant.proxy.post("/team/update", ["team_id": .text(tenant.id), "max_budget": 10])
            let page = try await exporter.sweptPage([.teams])
            tenant.expect(page, spend: spend, limit: 10)
            #expect(tenant.team(page, "budget_exhausted") == 0)
        }

        private func resetByDuration(_ tenant: Tenant, _ exporter: RunningExporter) async throws {
            try await tenant.proxy.post("/team/update", ["team_id": .text(tenant.id), "budget_duration": "15s"])
            try await waitUntil("LiteLLM's reset job") { try await tenant.spend() == 0 }
            let page = try await exporter.sweptPage([.teams])
            tenant.expect(page, spend: 0)
            #expect(tenant.team(page, "budget_exhausted") == 0)
            let reset = try #require(tenant.team(page, "budget_reset_timestamp_seconds"))
            // LiteLLM's job may be late by its own interval.
            #expect(abs(reset - SystemTime().now().unixSeconds) < 30, "the next reset is near")
            // Further resets of this team are none of the story.
            try await tenant.proxy.post("/team/update", ["team_id": .text(tenant.id), "budget_duration": "30d"])
        }

        private func rename(_ tenant: Tenant, spend: Double, _ exporter: RunningExporter) async throws {
            try await tenant.proxy.post("/team/update", ["team_id": .text(tenant.id), "team_alias": "NAV \"2\""])
            let page = try await exporter.sweptPage()
            tenant.expect(page, spend: spend)
            for family in page.families {
                let series = family.samples.filter { $0.series.labels["team_id"] == tenant.id }
                for sample in series where sample.series.labels["team_alias"] != nil {
                    #expect(
                        sample.series.labels["team_alias"] == "NAV \"2\"", "\(sample.series.name) under its old name")
                }
            }
            let info = page.samples(of: "litellm_key_info").filter { $0.series.labels["team_id"] == tenant.id }
            #expect(info.map { $0.series.labels["team_alias"] } == ["NAV \"2\""], "its key knows the new name")
        }

        private func block(_ tenant: Tenant, _ exporter: RunningExporter) async throws {
            let key: JSON = ["key": .text(tenant.virtualKey.token)]
            let team: JSON = ["team_id": .text(tenant.id)]
            #expect(tenant.key(try await exporter.page(), "blocked") == 0)
            try await tenant.proxy.post("/key/block", key)
            try await tenant.proxy.post("/team/block", team)
            let blocked = try await exporter.sweptPage()
            #expect(tenant.key(blocked, "blocked") == 1)
            #expect(tenant.team(blocked, "blocked") == 1)
            try await tenant.proxy.post("/key/unblock", key)
            try await tenant.proxy.post("/team/unblock", team)
            let unblocked = try await exporter.sweptPage()
            #expect(tenant.key(unblocked, "blocked") == 0)
            #expect(tenant.team(unblocked, "blocked") == 0)
        }

        private func delete(_ tenant: Tenant, and other: Tenant, _ exporter: RunningExporter) async throws {
            try await tenant.fixtures.deleteKey(tenant.virtualKey)
            let withoutKey = try await exporter.settledPage()
            #expect(seriesNaming(tenant.virtualKey.token, withoutKey) == [], "the key is gone with all its series")
            #expect(tenant.team(withoutKey, "keys") == 0)
            #expect(seriesNaming(other.virtualKey.token, withoutKey) != [], "and no other")

            try await tenant.fixtures.deleteTeam(tenant.id)
            try await other.fixtures.deleteTeam(other.id)
            let withoutTeams = try await exporter.settledPage()
            for name in [tenant.id, other.id, other.virtualKey.token] {
                #expect(seriesNaming(name, withoutTeams) == [], "the teams are gone, and with them their keys")
            }
            let removals = exporter.program.errors.split(separator: "\n").filter {
                $0.contains("no longer at the proxy")
            }
            #expect(removals.contains { $0.contains(tenant.id) }, "the log says it: \(removals)")
        }

        // MARK: Looks

        private func seriesNaming(_ label: String, _ page: ExpositionPage) -> [String] {
            page.families.flatMap(\.samples).filter { $0.series.labels.values.contains(label) }.map(\.series.name)
        }
    }
}

/// A team with a limit and a key without one.
private struct Tenant {
    let alias: String
    let limit: Double
    let id: String
    let virtualKey: Fixtures.Key
    let fixtures: Fixtures

    var proxy: ProxyUnderTest { fixtures.proxy }

    init(alias: String, limit: Double, _ fixtures: Fixtures) async throws {
        self.alias = alias
        self.limit = limit
        self.fixtures = fixtures
        id = try await fixtures.team(["team_alias": .text(alias), "max_budget": .number(limit)])
        virtualKey = try await fixtures.key(["team_id": .text(id), "key_alias": .text("\(alias) \(fixtures.tag)")])
    }

    func buyUntilRefused() async throws {
        let bought = try await buy("mock-dear", with: virtualKey, of: proxy, until: "\(alias) is refused") { $0 != 200 }
        #expect(bought > 0, "\(alias) was served before it was refused")
    }

    /// As the database has it.
    func spend() async throws -> Double { try await proxy.database.spend(ofTeam: id) }

    func team(_ page: ExpositionPage, _ family: String) -> Double? {
        page["litellm_team_" + family, ["team_id": id]]
    }

    func key(_ page: ExpositionPage, _ family: String) -> Double? {
        page["litellm_key_" + family, ["hashed_api_key": virtualKey.token]]
    }

    /// All numbers of the team's budget, LiteLLM's own names too.
    func expect(_ page: ExpositionPage, spend: Double, limit other: Double? = nil) {
        let limit = other ?? limit
        #expect(team(page, "budget_spend_usd") == spend, "\(alias)")
        #expect(team(page, "budget_limit_usd") == limit, "\(alias)")
        #expect(team(page, "budget_remaining_usd") == limit - spend, "\(alias)")
        #expect(team(page, "budget_used_ratio") == spend / limit, "\(alias)")
        #expect(team(page, "budget_exhausted") == (spend >= limit ? 1 : 0), "\(alias)")
        #expect(page["litellm_remaining_team_budget_metric", ["team_id": id]] == limit - spend, "\(alias)")
        #expect(page["litellm_team_max_budget_metric", ["team_id": id]] == limit, "\(alias)")
    }
}

/// Buys answers until one is of a certain status.
///
/// - Returns: How many were paid for.
private func buy(
    _ model: String, with key: Fixtures.Key, of proxy: ProxyUnderTest, until what: String,
    _ isEnough: (Int) -> Bool
) async throws -> Int {
    var bought = 0
    // LiteLLM refuses once the spend has arrived where it looks.
    try await waitUntil(what, every: .seconds(1)) {
        let status = try await proxy.buy(model, key: key.key)
        if status == 200 { bought += 1 }
        return isEnough(status)
    }
    return bought
}

/// Spends that have all stopped rising: LiteLLM writes them in batches, some seconds apart.
func settledSpends(_ read: () async throws -> [Double]) async throws -> [Double] {
    var last: [Double] = []
    var looksAlike = 0
    return try await waitFor("spends that are written", every: .seconds(1)) {
        let spends = try await read()
        looksAlike = spends == last && spends.allSatisfy { $0 > 0 } ? looksAlike + 1 : 0
        last = spends
        return looksAlike >= 7 ? spends : nil
    }
}

import TestSupport
import Testing

extension EndToEndTests {
    /// Real proxies of older versions are read as completely as new ones.
    @Suite("Older proxies")
    struct OlderProxyTests {
        @Test("Teams and keys equal what the proxy says of each, for the master key and for a viewer")
        func everything() async throws {
            for proxy in OlderProxy.all(for: "older proxies are read completely") {
                let version = try await proxy.version()
                try await proxy.withViewer { viewer in
                    try await compare(proxy, version, key: proxy.masterKey, of: "the master key", without: viewer)
                    try await compare(proxy, version, key: viewer, of: "a viewer", without: viewer)
                }
            }
        }

        /// Reads everything once, while the proxy's numbers stand still, and holds it against them.
        private func compare(
            _ proxy: OlderProxy, _ version: String, key: String, of whom: String, without viewer: String
        ) async throws {
            let seesKeys = try await proxy.listsKeys(to: key)
            let exporter = try Program.exporter(
                ["once", "--litellm.url=\(proxy.url)", "--poll.details=on"], environment: ["LITELLM_API_KEY": key])
            let (teams, keys, outcome) = try await waitFor("numbers that stand still", atMost: .seconds(120)) {
                let before = (try await proxy.teams(), try await proxy.keys())
                let outcome = try await exporter.run()
                let after = (try await proxy.teams(), try await proxy.keys())
                return before == after ? (before.0, before.1, outcome) : nil
            }
            let page = try StrictExpositionParser.parse(outcome.output.utf8, as: .text004)

            let shownTeams = Set(
                page.samples(of: "litellm_team_budget_spend_usd").map { sample in
                    let labels = sample.series.labels
                    return OlderProxy.Team(
                        id: labels["team_id"] ?? "", spend: sample.value,
                        limit: page["litellm_team_budget_limit_usd", labels])
                })
            let teamDifferences = shownTeams.symmetricDifference(teams).map { "\($0)" }
            #expect(teamDifferences.isEmpty, "\(version), \(whom): \(teamDifferences)\n\(outcome.errors)")
            #expect(!teams.isEmpty)

            let shownKeys = Set(
                page.samples(of: "litellm_key_budget_spend_usd").map { sample in
                    let labels = sample.series.labels
                    return OlderProxy.Key(
                        hash: labels["hashed_api_key"] ?? "", spend: sample.value,
                        limit: page["litellm_key_budget_limit_usd", labels])
                })
            if seesKeys {
                // The key that the exporter uses is not shown.
                let own = try await proxy.hash(of: key)
                let expected = keys.filter { $0.hash != own }
                let keyDifferences = shownKeys.symmetricDifference(expected).map { "\($0)" }
                #expect(keyDifferences.isEmpty, "\(version), \(whom): \(keyDifferences)\n\(outcome.errors)")
                #expect(outcome.status == 0, "\(outcome.errors)")
            } else {
                #expect(shownKeys.isEmpty && outcome.errors.contains("GET /key/list answered 401"))
            }
            print(
                "LiteLLM \(version), \(whom): \(teams.count) teams and \(seesKeys ? "\(shownKeys.count)" : "no") keys equal "
                    + "what the proxy says of each")
        }
    }
}

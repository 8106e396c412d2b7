import FoundationEssentials
import TestSupport
import Testing
import Yams

extension EndToEndTests {
    /// What `docker compose up` starts, from programs of this machine: all but Grafana and LiteLLM's own container.
    @Suite("The stack of the compose file")
    struct StackTests {
        private static let name = "the stack of the compose file"

        @Test("The key is made and the load spends; the exporter, Prometheus, its rules and Alertmanager have data")
        func walk() async throws {
            guard let proxy = ProxyUnderTest(for: Self.name) else { return }
            let alertmanagers = ["alertmanager", "prometheus-alertmanager"]
            guard let alertmanager = alertmanagers.first(where: Program.isInstalled), Program.isInstalled("prometheus"),
                Program.isInstalled("python3")
            else { return skip(Self.name, "prometheus, alertmanager or python3 is not installed") }
            guard try await hasModels(of: proxy) else {
                return skip(Self.name, "the proxy lacks the models of deploy/compose/litellm.yaml")
            }
            try await ScratchFolder.with { keys in
                let prepare = python("prepare.py", keys, proxy)
                let first = try await prepare.run()
                #expect(first.status == 0 && first.output == "5 teams, 10 keys\n", "\(first)")
                let again = try await prepare.run()
                #expect(again.status == 0 && again.output == "prepared already\n", "\(again)")
                try await python("load.py", keys, proxy).whileRunning { load in
                    try await RunningExporter.with([], environment: try environment(keys, proxy)) { exporter in
                        let page = try await exporter.page(where: "spend of the load", atMost: .seconds(150)) { page in
                            page["litellm_customer_budget_spend_usd", ["end_user": "acme"]] != nil
                                && ["support", "marketing"].allSatisfy {
                                    page["litellm_team_budget_spend_usd", ["team_id": $0]] ?? 0 > 0
                                }
                        }
                        #expect(page["litellm_customer_budget_limit_usd", ["end_user": "acme"]] == 5)
                        #expect(page.value("litellm_proxy_budget_limit_usd") != nil)
                        #expect(page["litellm_budget_exporter_source_partial", ["source": "teams"]] == 0)
                        #expect(!load.errors.contains("Traceback"), "\(load.errors)")
                        let listener = try ReservedPort()
                        try await Program(
                            name: alertmanager,
                            arguments: [
                                "--config.file=\(GeneratedDocument("alerts/alertmanager.example.yml").path)",
                                "--storage.path=\(keys.path("alertmanager"))", "--cluster.listen-address=",
                                "--web.listen-address=127.0.0.1:\(listener.number)",
                            ]
                        ).whileRunning { _ in try await watch(exporter, alertmanagerPort: listener.number) }
                    }
                }
            }
        }

        /// Prometheus by the compose file's configuration, with addresses of this machine and faster.
        private func watch(_ exporter: RunningExporter, alertmanagerPort: Int) async throws {
            try await ScratchFolder.with { folder in
                let rules = "litellm-budget-alerts.yaml"
                try folder.write(rules, GeneratedDocument("alerts/\(rules)").text)
                let changes = [
                    "exporter:4004": String(exporter.url.dropFirst("http://".count)),
                    "alertmanager:9093": "127.0.0.1:\(alertmanagerPort)", "scrape_interval: 15s": "scrape_interval: 2s",
                    "evaluation_interval: 30s": "evaluation_interval: 3s",
                ]
                var text = GeneratedDocument("deploy/compose/prometheus.yml").text
                for (old, new) in changes {
                    #expect(text.contains(old))
                    text.replace(old, with: new)
                }
                let port = try ReservedPort()
                let prometheus = Program(
                    name: "prometheus",
                    arguments: [
                        "--config.file=\(try folder.write("prometheus.yml", text))",
                        "--storage.tsdb.path=\(folder.path("data"))", "--web.listen-address=127.0.0.1:\(port.number)",
                    ])
                try await prometheus.whileRunning { program in
                    let api = PrometheusAPI(url: "http://127.0.0.1:\(port.number)")
                    let queries = [
                        #"litellm_team_budget_remaining_usd{team_id="support"} > 0"#,
                        "litellm_budget:exhausted", #"ALERTS{alertname=~"LiteLLM.+"}"#,
                    ]
                    for query in queries {
                        try await waitUntil(query, atMost: .seconds(120), context: { program.errors.suffix(2000) + "" })
                        {
                            try await !api.query(query).isEmpty
                        }
                    }
                    #expect(try await api.query("up").map(\.value) == [1])
                    #expect(await api.document("/api/v1/alertmanagers").contains(":\(alertmanagerPort)/"))
                    let groups = await api.document("/api/v1/rules")
                    #expect(groups.contains(#""health":"ok""#) && !groups.contains(#""health":"err""#), "\(groups)")
                }
            }
        }

        private func hasModels(of proxy: ProxyUnderTest) async throws -> Bool {
            struct Models: Decodable {
                struct Model: Decodable { let id: String }
                let data: [Model]
            }
            let curl = Program(
                name: "curl",
                arguments: [
                    "--silent", "--fail", "--noproxy", "*", "--header", "Authorization: Bearer \(proxy.masterKey)",
                    proxy.url + "/v1/models",
                ])
            let answer = try await curl.run()
            guard answer.status == 0 else { return false }
            let names = try JSONDecoder().decode(Models.self, from: Data(answer.output.utf8)).data.map(\.id)
            return Set(["small", "large"]).isSubset(of: names)
        }

        private func python(_ script: String, _ keys: ScratchFolder, _ proxy: ProxyUnderTest) -> Program {
            Program(
                name: "python3", arguments: [GeneratedDocument("deploy/compose/\(script)").path, keys.path],
                environment: ["LITELLM_URL": proxy.url, "LITELLM_MASTER_KEY": proxy.masterKey])
        }

        /// What the compose file gives the exporter, at the addresses of this machine.
        private func environment(_ keys: ScratchFolder, _ proxy: ProxyUnderTest) throws -> [String: String] {
            let compose = try Yams.compose(yaml: GeneratedDocument("compose.yaml").text)
            let members = try #require(compose?["services"]?["exporter"]?["environment"]?.mapping)
            var environment = Dictionary(
                uniqueKeysWithValues: members.map { ($0.key.string ?? "", $0.value.string ?? "") })
            environment["LITELLM_URL"] = proxy.url
            environment["LITELLM_API_KEY_FILE"] = keys.path("exporter")
            return environment
        }
    }
}

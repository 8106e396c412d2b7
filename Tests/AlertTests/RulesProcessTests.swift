import FoundationEssentials
import TestSupport
import Testing

/// What Prometheus's and Alertmanager's own tools think of the shipped files.
@Suite struct RulesProcessTests {
    /// Runs a tool to its end; nil, and a line that says so, where it is not installed.
    private func run(_ tool: String, _ arguments: [String]) async throws -> ChildProcess.Outcome? {
        guard ChildProcess.isInstalled(tool) else {
            print("SKIPPED \(tool) \(arguments.prefix(2).joined(separator: " ")): \(tool) is not installed")
            return nil
        }
        return try await ChildProcess.run(tool, arguments)
    }

    @Test("promtool accepts the rules and the scrape configuration")
    func syntax() async throws {
        for arguments in [
            ["check", "rules", Repository.path(RuleFile.path)],
            ["check", "config", Repository.path(ScrapeExample.path)],
        ] {
            guard let outcome = try await run("promtool", arguments) else { return }
            #expect(outcome.status == 0, "\(outcome.output)")
        }
    }

    @Test("the rules pass their unit tests", arguments: try Repository.files(in: "alerts/tests", ending: ".yaml"))
    func unitTests(file: String) async throws {
        guard let outcome = try await run("promtool", ["test", "rules", Repository.path(file)]) else { return }
        #expect(outcome.status == 0, "\(outcome.output)")
    }

    @Test(
        "what is held is so in whatever order Prometheus comes to the groups",
        arguments: ["alerts/tests/calm.yaml", "alerts/tests/ended.yaml"])
    func reversedGroups(file: String) async throws {
        let test = try Repository.text(file)
        let start = try #require(test.firstRange(of: "group_eval_order:\n")).upperBound
        let end = try #require(test[start...].firstRange(of: "tests:\n")).lowerBound
        let groups = test[start..<end].split(separator: "\n").reversed().joined(separator: "\n")
        let reversed = String(test[..<start]) + groups + "\n" + String(test[end...])
        try await ScratchFolder.with { folder in
            try folder.write("litellm-budget-alerts.yaml", Repository.text(RuleFile.path))
            let path = try folder.write(
                "test.yaml", reversed.replacing("../litellm-budget-alerts.yaml", with: "litellm-budget-alerts.yaml"))
            guard let outcome = try await run("promtool", ["test", "rules", path]) else { return }
            #expect(outcome.status == 0, "\(outcome.output)")
        }
    }

    @Test("amtool accepts the routing")
    func routing() async throws {
        guard let outcome = try await run("amtool", ["check-config", Repository.path(RoutingExample.path)]) else {
            return
        }
        #expect(outcome.status == 0, "\(outcome.output)")
    }

    @Test(
        "amtool says who hears of what",
        arguments: [
            (["alertname=LiteLLMBudgetExhausted", "severity=critical", "account=t-9", "team_id=t-9"], "pager"),
            (
                ["alertname=LiteLLMBudgetExhausted", "severity=critical", "account=t-123", "team_id=t-123"],
                "team-research,pager"
            ),
            (
                ["alertname=LiteLLMBudgetExhaustsBeforeReset", "severity=warning", "account=k", "team_id=t-9"],
                "tickets"
            ),
            (["alertname=LiteLLMBudgetMostlyUsed", "severity=info", "account=u"], "digest"),
            (["alertname=LiteLLMBudgetExporterDown", "severity=critical"], "pager"),
            (["alertname=LiteLLMBudgetResetOverdue", "severity=warning", "kind=team"], "tickets"),
            (["alertname=SomethingElse", "severity=critical"], "operators"),
        ])
    func receivers(labels: [String], receivers: String) async throws {
        let configuration = "--config.file=" + Repository.path(RoutingExample.path)
        guard let outcome = try await run("amtool", ["config", "routes", "test", configuration] + labels) else {
            return
        }
        // Where amtool has a configuration of its own it says first that it leaves that aside.
        let warning = "Warning: --config.file flag overrides the --alertmanager.url."
        #expect(outcome.output.split(separator: "\n").filter { $0 != warning } == [receivers[...]])
    }

    @Test("without its thresholds the file says so")
    func thresholdsMissing() async throws {
        let rules = try Repository.text(RuleFile.path)
        let start = try #require(rules.firstRange(of: "  - name: litellm-budget-thresholds")).lowerBound
        let end = try #require(rules[start...].firstRange(of: "  - name: litellm-budget-teams")).lowerBound
        try await ScratchFolder.with { folder in
            try folder.write("rules.yaml", String(rules[..<start]) + String(rules[end...]))
            let test = try folder.write(
                "test.yaml",
                """
                rule_files: [rules.yaml]
                evaluation_interval: 1m
                tests:
                  - interval: 1m
                    input_series: []
                    promql_expr_test:
                      - expr: count(ALERTS{alertname="LiteLLMBudgetThresholdsMissing", alertstate="firing"})
                        eval_time: 9m
                        exp_samples: []
                      - expr: ALERTS{alertname="LiteLLMBudgetThresholdsMissing", alertstate="firing"}
                        eval_time: 10m
                        exp_samples:
                          - labels: 'ALERTS{alertname="LiteLLMBudgetThresholdsMissing", alertstate="firing", job="litellm-budget-exporter", severity="critical"}'
                            value: 1

                """)
            guard let outcome = try await run("promtool", ["test", "rules", test]) else { return }
            #expect(outcome.status == 0, "\(outcome.output)")
        }
    }
}

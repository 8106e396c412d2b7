import TestSupport
import Testing
import Yams

/// What the tools of those who run such files think of them.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ManifestProcessTests {
    /// From 0 to 10, the less the better; systemd calls up to 2 "OK".
    private static let greatestExposure = 20

    private func validators() async throws -> PythonEnvironment? {
        try await PythonEnvironment.find(
            for: "schemas of deployments", packages: ["kubernetes-validate==1.37.0", "check-jsonschema==0.39.0"],
            givenBy: "EXPORTER_TEST_SCHEMAS_PYTHON")
    }

    @Test("the manifests fit Kubernetes' schemas")
    func kubernetesSchemas() async throws {
        guard let validators = try await validators() else { return }
        // Resources of the Prometheus Operator have schemas of their own.
        let files = Manifest.kubernetes.filter { !$0.text.contains("monitoring.coreos.com") }.map(\.fullPath)
        let outcome = try await validators.run("kubernetes_validate", ["--strict"] + files)
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.ranges(of: " passed ").count == files.count)
        // It does find what is no manifest.
        try await ScratchFolder.with { folder in
            let odd = try folder.write(
                "odd.yaml", Manifest.kubernetes("service").text.replacing("port: 4004", with: "port: metrics"))
            #expect(try await validators.run("kubernetes_validate", ["--strict", odd]).status != 0)
        }
    }

    @Test("kubectl builds what is applied", arguments: ["deploy/kubernetes", "dashboards"])
    func kustomization(folder: String) async throws {
        guard ChildProcess.isInstalled("kubectl") else {
            return print("SKIPPED kustomization of \(folder): kubectl is not installed")
        }
        let file = Manifest(path: folder + "/kustomization.yaml")
        let outcome = try await ChildProcess.run(
            "kubectl", ["kustomize", String(file.fullPath.dropLast("/kustomization.yaml".count))])
        #expect(outcome.status == 0, "\(outcome.output.prefix(2000))")
        let documents = outcome.output.split(separator: "\n").count {
            $0 == "kind: Deployment" || $0 == "kind: ConfigMap"
        }
        #expect(documents > 0, "\(outcome.output.prefix(2000))")
    }

    @Test("the compose file fits Compose's schema")
    func composeSchema() async throws {
        guard let validators = try await validators() else { return }
        let validate = ["--builtin-schema", "vendor.compose-spec"]
        let compose = Manifest(path: "compose.yaml")
        let outcome = try await validators.run("check_jsonschema", validate + [compose.fullPath])
        #expect(outcome.status == 0, "\(outcome.output)")
        try await ScratchFolder.with { folder in
            let odd = try folder.write(
                "compose.yaml", compose.text.replacing("read_only: true", with: "readonly: true"))
            #expect(try await validators.run("check_jsonschema", validate + [odd]).status != 0)
        }
    }

    @Test("promtool accepts the compose file's configuration of Prometheus, amtool that of Alertmanager")
    func prometheusConfiguration() async throws {
        guard ChildProcess.isInstalled("promtool"), ChildProcess.isInstalled("amtool") else {
            return print("SKIPPED the compose file's Prometheus: promtool or amtool is not installed")
        }
        try await ScratchFolder.with { folder in
            let rules = "litellm-budget-alerts.yaml"
            try folder.write(rules, Manifest(path: "alerts/\(rules)").text)
            let file = try folder.write("prometheus.yml", Manifest(path: "deploy/compose/prometheus.yml").text)
            let outcome = try await ChildProcess.run("promtool", ["check", "config", file])
            #expect(outcome.status == 0, "\(outcome.output)")
        }
        let alertmanager = Manifest(path: "alerts/alertmanager.example.yml").fullPath
        let outcome = try await ChildProcess.run("amtool", ["check-config", alertmanager])
        #expect(outcome.status == 0, "\(outcome.output)")
    }

    @Test("promtool accepts the rules of the PrometheusRule")
    func rules() async throws {
        guard ChildProcess.isInstalled("promtool") else {
            return print("SKIPPED promtool on the PrometheusRule: promtool is not installed")
        }
        try await ScratchFolder.with { folder in
            let groups = try #require(try Manifest.prometheusRule.value("spec", "groups"))
            let file = try folder.write("rules.yaml", try Yams.serialize(node: ["groups": groups]))
            let outcome = try await ChildProcess.run("promtool", ["check", "rules", file])
            #expect(outcome.status == 0, "\(outcome.output)")
        }
    }

    @Test("systemd accepts the unit, and finds it little exposed")
    func unit() async throws {
        guard ChildProcess.isInstalled("systemd-analyze") else {
            return print("SKIPPED the unit: systemd-analyze is not installed")
        }
        try await ScratchFolder.with { folder in
            // It wants the program to be there.
            let unit = try folder.write(
                "litellm-budget-exporter.service",
                Manifest.unit.text.replacing("=/usr/bin/litellm-budget-exporter ", with: "=/bin/true "))
            let verdict = try await ChildProcess.run("systemd-analyze", ["verify", "--man=no", unit])
            #expect(verdict.status == 0 && verdict.output.isEmpty, "\(verdict.output)")
            let exposure = try await ChildProcess.run(
                "systemd-analyze",
                ["security", "--no-pager", "--offline=yes", "--threshold=\(Self.greatestExposure)", unit])
            #expect(exposure.status == 0, "\(exposure.output)")
        }
    }
}

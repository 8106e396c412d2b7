import FoundationEssentials
import TestSupport
import Testing
import Yams

/// What the tools of those who run such files think of them.
@Suite(.timeLimit(.minutes(5))) struct ManifestProcessTests {
    private static let package = "kubernetes-validate==1.37.0"
    /// From 0 to 10, the less the better; systemd calls up to 2 "OK".
    private static let greatestExposure = 20

    @Test("the manifests fit Kubernetes' schemas")
    func schemas() async throws {
        let name = "Kubernetes' schemas"
        try await ScratchFolder.with { folder in
            let given = ProcessInfo.processInfo.environment["EXPORTER_TEST_KUBERNETES_PYTHON"] ?? ""
            let python = given.isEmpty ? folder.path("venv/bin/python") : given
            if given.isEmpty {
                guard ChildProcess.isInstalled("python3"),
                    try await ChildProcess.run("python3", ["-m", "venv", folder.path("venv")]).status == 0
                else { return print("SKIPPED \(name): python3 cannot make a virtual environment") }
                let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", Self.package]
                guard try await ChildProcess.run(python, pip).status == 0 else {
                    return print(
                        "SKIPPED \(name): pip cannot install \(Self.package);"
                            + " name a python that has it in EXPORTER_TEST_KUBERNETES_PYTHON")
                }
            }
            // Resources of the Prometheus Operator have schemas of their own.
            let files = Manifest.kubernetes.filter { !$0.text.contains("monitoring.coreos.com") }.map(\.fullPath)
            let validate = ["-m", "kubernetes_validate", "--strict"]
            let outcome = try await ChildProcess.run(python, validate + files)
            #expect(outcome.status == 0, "\(outcome.output)")
            #expect(outcome.output.ranges(of: " passed ").count == files.count)
            // It does find what is no manifest.
            let odd = try folder.write(
                "odd.yaml", Manifest.kubernetes("service").text.replacing("port: 4004", with: "port: metrics"))
            #expect(try await ChildProcess.run(python, validate + [odd]).status != 0)
        }
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

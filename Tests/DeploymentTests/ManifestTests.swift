import Catalogue
import FoundationEssentials
import Serving
import TestSupport
import Testing
import Yams

@testable import Commands

/// What the files in `deploy/` say of the program is so.
@Suite("Deployment files") struct ManifestTests {
    private static let deployment = Manifest.kubernetes("deployment")

    private func container(_ place: any YAMLPlace...) throws -> Node? {
        var node = try Self.deployment.value("spec", "template", "spec", "containers", 0)
        for step in place { node = node.flatMap { step.step(into: $0) } }
        return node
    }

    @Test("the program takes the arguments and settings that Kubernetes gives it")
    func kubernetesSettings() throws {
        let arguments = try #require(try container("args")?.array().compactMap(\.string))
        let settings = try Settings.taken(arguments, file: .settings[0])
        #expect(try container("ports", 0, "containerPort")?.int == settings.web.listenAddress.port)
        let mounts = try #require(try container("volumeMounts")?.array().compactMap { $0["mountPath"]?.string })
        guard case .path(let state) = settings.state.file else {
            Issue.record("the state has no file of its own")
            return
        }
        for path in [try #require(arguments.last), state, try #require(settings.litellm.apiKeyFile)] {
            #expect(mounts.contains { path.hasPrefix($0 + "/") }, "nothing is mounted for \(path)")
        }
    }

    @Test("the program takes the arguments, variables and settings of the unit")
    func unitSettings() throws {
        let lines = Manifest.unit.text.split(separator: "\n")
        func values(of name: String) -> [Substring] {
            lines.filter { $0.hasPrefix(name + "=") }.map { $0.dropFirst(name.count + 1) }
        }
        let words = try #require(values(of: "ExecStart").first).split(separator: " ").map(String.init)
        #expect(words.first?.hasSuffix("/litellm-budget-exporter") == true)
        let environment = values(of: "Environment").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        let known = Set(Settings.declarations.compactMap(\.variable))
        for variable in environment { #expect(known.contains(variable[0]), "there is no variable \(variable[0])") }
        let settings = try Settings.taken(
            Array(words.dropFirst()), environment: Dictionary(uniqueKeysWithValues: environment.map { ($0[0], $0[1]) }),
            file: .settings[1])
        #expect(settings.litellm.apiKeyFile == "%d/litellm-key")
        #expect(values(of: "LoadCredential").first?.hasPrefix("litellm-key:") == true)
        // A wrong setting ends it with this status, and does not mend itself.
        #expect(values(of: "RestartPreventExitStatus") == ["\(ExitCode.usage.rawValue)"])
    }

    @Test("probes ask pages that there are")
    func probes() throws {
        for (probe, path) in [
            ("startupProbe", "/-/healthy"), ("livenessProbe", "/-/healthy"), ("readinessProbe", "/-/ready"),
        ] {
            #expect(try container(probe, "httpGet", "path")?.string == path)
            #expect(try container(probe, "httpGet", "port")?.string == container("ports", 0, "name")?.string)
        }
    }

    @Test("all agree on names: of the image and its version, the port, the labels, the job")
    func names() throws {
        let name = "litellm-budget-exporter"
        #expect(try Manifest.kustomization.value("images", 0, "newTag")?.string == ExporterVersion.current)
        #expect(try Manifest.kustomization.value("images", 0, "name")?.string == container("image")?.string)
        // The job of the rules and dashboards is the name of the Service.
        #expect(try Manifest.kubernetes("service").value("metadata", "name")?.string == name)
        #expect(try Manifest.kubernetes("servicemonitor").value("spec", "endpoints", 0, "port")?.string == "metrics")
        let selectors = [
            try Self.deployment.value("spec", "selector", "matchLabels"),
            try Self.deployment.value("spec", "template", "metadata", "labels"),
            try Manifest.kubernetes("service").value("spec", "selector"),
            try Manifest.kubernetes("service").value("metadata", "labels"),
            try Manifest.kubernetes("servicemonitor").value("spec", "selector", "matchLabels"),
            try Manifest.kubernetes("networkpolicy").value("spec", "podSelector", "matchLabels"),
        ]
        for selector in selectors { #expect(selector?["app.kubernetes.io/name"]?.string == name) }
        for manifest in Manifest.kubernetes + [.prometheusRule] {
            #expect(try manifest.value("metadata", "name")?.string == name)
            let file = String(manifest.path.split(separator: "/").last ?? "")
            #expect(try Manifest.kustomization.value("resources")?.array().contains(Node(file)) == true)
        }
    }

    @Test("no label of the scrape changes with the pod: counters would begin anew with each")
    func steadyLabels() throws {
        let relabelings = try #require(
            try Manifest.kubernetes("servicemonitor").value("spec", "endpoints", 0, "relabelings")?.array())
        #expect(relabelings.contains { $0["targetLabel"]?.string == "instance" && $0["replacement"] != nil })
        let dropped = relabelings.filter { $0["action"]?.string == "labeldrop" }.compactMap { $0["regex"]?.string }
        #expect(Set(dropped.flatMap { $0.split(separator: "|") }) == ["pod", "container", "node"])
    }

    /// `kubectl apply` writes each object into an annotation of itself, of which there may be so many bytes.
    private static let mostAppliedBytes = 262_144

    @Test("the alert rules are not too large to be applied")
    func rules() {
        // As JSON, without comments and indents, they are a tenth smaller.
        #expect(Manifest.prometheusRule.text.utf8.count < Self.mostAppliedBytes)
    }

    @Test("each dashboard is in a ConfigMap of its own, as all of them are too large for one")
    func dashboards() throws {
        let generators = try #require(try Manifest(path: "dashboards/kustomization.yaml").value("configMapGenerator"))
        let files = generators.array().flatMap { $0["files"]?.array() ?? [] }.compactMap(\.string)
        #expect(files.count == generators.array().count)
        let folder = GeneratedDocument("dashboards").path
        let shipped = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }
        #expect(Set(files) == Set(shipped))
        // Each quotation mark and new line is two bytes there.
        for file in files { #expect(GeneratedDocument("dashboards/\(file)").text.utf8.count < 200_000, "\(file)") }
    }

    @Test("nothing is running that need not be, as nobody in particular, and nothing is written but the state")
    func hardening() throws {
        let pod = try #require(try Self.deployment.value("spec", "template", "spec"))
        #expect(pod["enableServiceLinks"]?.bool == false)
        #expect(pod["automountServiceAccountToken"]?.bool == false)
        #expect(pod["securityContext"]?["runAsNonRoot"]?.bool == true)
        #expect(pod["securityContext"]?["seccompProfile"]?["type"]?.string == "RuntimeDefault")
        #expect(try container("securityContext", "readOnlyRootFilesystem")?.bool == true)
        #expect(try container("securityContext", "allowPrivilegeEscalation")?.bool == false)
        #expect(try container("securityContext", "capabilities", "drop", 0)?.string == "ALL")
        // Two pods at once would wait for each other's state file.
        #expect(try Self.deployment.value("spec", "strategy", "type")?.string == "Recreate")
        #expect(try Self.deployment.value("spec", "replicas")?.int == 1)
    }
}

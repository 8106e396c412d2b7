import FoundationEssentials
import TestSupport
import Testing

extension EndToEndTests {
    /// What the README and the documents tell people to type works.
    @Suite("Commands of the documents")
    struct DocumentedCommandsTests {
        private static let runnable = DocumentedCommands.all.filter { $0.reasonNotToRun == nil }

        @Test("Blocks are found, and those that are not run say why")
        func marks() {
            #expect(Self.runnable.count >= 6, "\(Self.runnable.map(\.testDescription))")
            for block in DocumentedCommands.all {
                if let reason = block.reasonNotToRun { #expect(reason.count > 10, "\(block.testDescription)") }
            }
        }

        @Test("The recipe in the README makes a key, which the check of the README finds good")
        func recipe() async throws {
            guard let proxy = ProxyUnderTest(for: "the README's recipe") else { return }
            // Of an earlier run.
            _ = try await proxy.ask("/key/delete", ["key_aliases": ["budget-exporter"]])
            try await ScratchFolder.with { folder in
                let keyFile = folder.path("key")
                var ran = 0
                for block in Self.runnable where block.document == "README.md" && block.commands.contains("LITELLM_URL")
                {
                    let text = block.commands.replacing("http://litellm:4000", with: proxy.url)
                        .replacing("/run/secrets/litellm-key", with: keyFile)
                    let outcome = try await run(
                        text, in: folder, ["LITELLM_URL": proxy.url, "MASTER": proxy.masterKey])
                    #expect(outcome.status == 0, "\(block.testDescription): \(outcome)")
                    if let key = outcome.output.firstMatch(of: /"key":\s*"(sk-[^"]+)"/) {
                        try folder.write("key", String(key.1))
                    } else {
                        #expect(outcome.output.contains("All is well"), "\(block.testDescription): \(outcome)")
                    }
                    ran += 1
                }
                #expect(ran == 2)
            }
        }

        @Test(
            "The other blocks do what they say",
            arguments: runnable.filter { $0.document != "README.md" || !$0.commands.contains("LITELLM_URL") })
        func others(block: DocumentedCommands) async throws {
            for program in ["curl", "jq", "promtool"] where block.commands.contains(program) {
                guard Program.isInstalled(program) else {
                    return skip(block.testDescription, "\(program) is not installed")
                }
            }
            try await ScratchFolder.with { folder in
                try await Simulator.with { simulator in
                    try furnish(folder)
                    let text = block.commands.replacing("http://127.0.0.1:4001", with: simulator.url)
                        .replacing(/(^|\s)\/(etc|usr|var)\//.anchorsMatchLineEndings()) { match in
                            "\(match.output.1)\(folder.path)/\(match.output.2)/"
                        }
                    let outcome = try await run(text, in: folder)
                    #expect(outcome.status == 0, "\(block.testDescription): \(outcome)")
                }
            }
        }

        /// The repository's folders, the system's, and files that the documents speak of.
        private func furnish(_ folder: ScratchFolder) throws {
            for name in ["alerts", "dashboards", "deploy"] {
                try FileManager.default.createSymbolicLink(
                    atPath: folder.path(name), withDestinationPath: GeneratedDocument(name).path)
            }
            for name in ["etc/prometheus", "etc/alertmanager", "etc/grafana/provisioning/dashboards", "usr/bin"] {
                try FileManager.default.createDirectory(
                    atPath: folder.path(name), withIntermediateDirectories: true)
            }
            try folder.write(
                "etc/prometheus/prometheus.yml", GeneratedDocument("alerts/prometheus.example.yml").text)
            try folder.write("observations.jsonl", #"{"time":1,"kind":"team","id":"t","spend":1}"# + "\n")
        }

        private func run(
            _ commands: String, in folder: ScratchFolder, _ environment: [String: String] = [:]
        ) async throws -> Program.Outcome {
            let exporter = try Program.exporter([])
            let programs = exporter.name.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            let path =
                "\(programs.joined(separator: "/")):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
            let shell = Program(
                name: "sh", arguments: ["-euc", "cd '\(folder.path)'\n\(commands)"],
                environment: exporter.environment.merging(environment) { $1 }.merging(["PATH": path]) { $1 })
            return try await shell.run()
        }
    }
}

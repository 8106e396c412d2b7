import Curl
import FoundationEssentials
import TestSupport
import Testing
import Threading

extension EndToEndTests {
    /// The key is sent to the proxy, and to nobody and nowhere else.
    @Suite("The key's secrecy")
    struct CanaryTests {
        private static let key = Simulator.key
        /// Of people among the simulator's users, members and customers.
        private static let address = "@example.com"
        /// Answers that hold the key, as LiteLLM's own do.
        private static let faults = [
            #"{"effect":"status","status":500,"body":"{\"error\":{\"message\":\"bad \#(key)\",\"type\":\"\#(key)\"}}"}"#,
            #"{"effect":"status","status":401,"body":"{\"error\":{\"message\":\"expired key \#(key)\",\"code\":\"401\"}}"}"#,
            #"{"effect":"status","status":403,"body":"{\"detail\":{\"error\":\"\#(key)\"}}"}"#,
            #"{"effect":"status","status":200,"body":"{\"teams\":\"\#(key)\",\"keys\":\"\#(key)\"}"}"#,
            #"{"effect":"redirect","location":"https://login.example.com/?key=\#(key)"}"#,
            #"{"effect":"redirect","location":"https://login.example.com/\#(key)/x"}"#,
            #"{"effect":"login-page"}"#, #"{"effect":"database-outage"}"#, #"{"effect":"truncated","bytes":100}"#,
            #"{"effect":"hanging"}"#, #"{"effect":"too-many-requests","retry_after":"\#(key)"}"#,
            #"{"effect":"status","status":429,"body":"{\"error\":{\"message\":\"too many by \#(key)\"}}"}"#,
            #"{"effect":"status","status":200,"body":"\#(nested)\#(key)"}"#,
        ]
        /// Deeper than any reader of JSON goes.
        private static let nested = String(repeating: "[", count: 20_000)
        /// Rows that cannot be taken as they are, while all else is well: numbers out of range, or none, in teams listed twice.
        private static let oddRows =
            [#"1e999"#, #"\"\#(key)\""#].map { spend in
                let numbers = #"\"spend\":\#(spend),\"max_budget\":\#(spend)"#
                let row = #"{\"team_id\":\"canary\",\#(numbers),\"models\":[\"\#(key)\"]}"#
                let page = #"{\"teams\":[\#(row),\#(row)],\"total\":2,\"page\":1,\"page_size\":100,\"total_pages\":1}"#
                return #"{"effect":"status","status":200,"routes":["/v2/team/list"],"body":"\#(page)"}"#
            }

        @Test(
            "Through any fault it is in no page, no log, no output, no state and no list of processes",
            arguments: ["env", "file"])
        func whileServing(layer: String) async throws {
            guard Simulator.canBeBroken(for: "the key's secrecy while serving") else { return }
            try await Simulator.with { simulator in
                try await ScratchFolder.with { folder in
                    let file = try folder.write("key", Self.key + "\n")
                    let environment = layer == "env" ? ["LITELLM_API_KEY": Self.key] : ["LITELLM_API_KEY_FILE": file]
                    let arguments =
                        [
                            "--litellm.url=\(simulator.url)", "--log.level=debug", "--litellm.timeout=1s",
                            "--poll.teams-interval=1s", "--poll.keys-interval=1s", "--poll.max-duty=1",
                            "--poll.details=on", "--state-file=\(folder.path("state.db"))",
                        ]
                        + ["users", "customers", "organizations", "providers"].flatMap {
                            ["--poll.\($0)", "--poll.\($0)-interval=1s"]
                        }
                    let (pages, outcome) = try await RunningExporter.with(arguments, environment: environment) {
                        try await pagesThroughFaults($0, simulator)
                    }
                    #expect(outcome.status == 0)
                    #expect(pages.count == (Self.faults.count + Self.oddRows.count + 1) * 5)
                    let outputs = [outcome.output, outcome.errors]
                    for text in pages + outputs {
                        #expect(!text.contains(Self.key), "\(text)")
                        #expect(!text.contains(Self.address), "\(text)")
                    }
                    #expect(outcome.errors.contains("level=debug"), "it was logged as much as can be")
                    let state = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                        .filter { $0.hasPrefix("state.db") }
                    #expect(!state.isEmpty)
                    for name in state {
                        let bytes = try Data(contentsOf: URL(filePath: folder.path(name)))
                        #expect(bytes.firstRange(of: Data(Self.key.utf8)) == nil, "\(name)")
                    }
                }
            }
        }

        @Test("No command prints it, whatever the proxy answers")
        func commands() async throws {
            guard Simulator.canBeBroken(for: "the key's secrecy in commands") else { return }
            try await Simulator.with { simulator in
                for fault in [nil] + (Self.faults + Self.oddRows).map(Optional.some) {
                    if let fault { try await simulator.inject(fault) }
                    for command in ["check", "once"] {
                        let outcome = try await simulator.exporter(
                            [
                                command, "--log.level=debug", "--litellm.timeout=1s", "--poll.users",
                                "--poll.customers",
                                "--poll.organizations", "--poll.providers",
                            ]
                        ).run()
                        let text = outcome.output + outcome.errors
                        #expect(!text.contains(Self.key), "\(command): \(outcome)")
                        #expect(!text.contains(Self.address), "\(command): \(outcome)")
                    }
                    try await simulator.mend()
                }
            }
        }

        @Test("A key in a wrong place is not repeated")
        func wrongPlaces() async throws {
            let key = Self.key
            try await ScratchFolder.with { folder in
                let inFile = try folder.write("inFile.yaml", "litellm:\n  api_key: \(key)\n")
                let asText = try folder.write("asText.yaml", "\(key)\n")
                let spaced = try folder.write("spaced", "\(key) \(key)\n")
                let url = "--litellm.url=http://127.0.0.1:1"
                let attempts: [[String]] = [
                    [url, "--litellm.api-key=\(key)"], [url, "--litellm.api-key", key],
                    ["--litellm.url=http://\(key)@127.0.0.1:1"], ["--litellm.url=http://user:\(key)@127.0.0.1:1"],
                    [url, "--config.file=\(inFile)"], [url, "--config.file=\(asText)"],
                    [url, "--litellm.api-key-file=\(spaced)"],
                ]
                for arguments in attempts {
                    let outcome = try await Program.exporter(["check"] + arguments).run()
                    #expect(outcome.status == 2, "\(arguments)")
                    #expect(!(outcome.output + outcome.errors).contains(key), "\(arguments): \(outcome)")
                }
                // Where it is known to be the key, it is hidden even in what could be anything.
                let outcome = try await Program.exporter([key], environment: ["LITELLM_API_KEY": key]).run()
                #expect(outcome.status == 2)
                #expect(!(outcome.output + outcome.errors).contains(key), "\(outcome)")
            }
        }

        /// All pages and the command line, as they are before any fault and during each.
        private func pagesThroughFaults(_ exporter: RunningExporter, _ simulator: Simulator) async throws -> [String] {
            var pages = try await pages(of: exporter, where: "the first sweeps", \.hasSucceeded)
            for kind in ["team", "key", "user", "customer", "provider", "team_member"] {
                #expect(pages[0].contains("litellm_\(kind)_info{"), "the key works for a \(kind)")
            }
            #expect(pages[0].contains("\"sha256:"), "there are addresses to be hidden")
            for fault in Self.faults {
                try await simulator.inject(fault)
                pages += try await self.pages(of: exporter, where: "a failure by \(fault)", \.hasFailed)
                try await simulator.mend()
                _ = try await exporter.page(where: "the end of \(fault)", \.hasSucceeded)
            }
            for fault in Self.oddRows {
                let before = try await exporter.page().rejections
                try await simulator.inject(fault)
                pages += try await self.pages(of: exporter, where: "rows refused by \(fault)") {
                    $0.rejections > before
                }
                try await simulator.mend()
                _ = try await exporter.page(where: "the end of \(fault)", \.hasSucceeded)
            }
            return pages
        }

        private func pages(
            of exporter: RunningExporter, where what: String, _ holds: (ExpositionPage) -> Bool
        ) async throws -> [String] {
            _ = try await exporter.page(where: what, holds)
            var pages: [String] = []
            for path in ["/metrics", "/", "/api/v1/teams", "/-/ready"] {
                pages.append(String(decoding: try await exporter.get(path).body, as: UTF8.self))
            }
            let commandLine = FileManager.default.contents(atPath: "/proc/\(exporter.program.pid)/cmdline")
            let text = String(decoding: commandLine ?? Data(), as: UTF8.self)
            #expect(text.contains("--log.level=debug"))
            return pages + [text]
        }
    }
}

extension ExpositionPage {
    fileprivate var isUp: [Double?] {
        ["teams", "keys", "users", "customers", "proxy"].map {
            self["litellm_budget_exporter_source_up", ["source": $0]]
        }
    }

    fileprivate var rejections: Double {
        samples(of: "litellm_budget_exporter_rejected_accounts_total").reduce(0) { $0 + $1.value }
    }

    fileprivate var hasFailed: Bool { isUp.allSatisfy { $0 == 0 } }
    fileprivate var hasSucceeded: Bool {
        isUp.allSatisfy { $0 == 1 } && !samples(of: "litellm_team_member_info").isEmpty
    }
}

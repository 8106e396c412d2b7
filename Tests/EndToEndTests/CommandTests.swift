import Curl
import FoundationEssentials
import Glibc
import TestSupport
import Testing
import Threading

extension EndToEndTests {
    /// The commands as a newcomer runs them.
    @Suite("Commands")
    struct CommandTests {
        @Test(
            "Help and version are printed where they can be piped, and nothing else is",
            arguments: ["--help", "--version"])
        func answers(flag: String) async throws {
            let outcome = try await Program.exporter([flag]).run()
            #expect(outcome.status == 0)
            #expect(outcome.errors == "")
            if flag == "--version" {
                #expect(outcome.output.wholeMatch(of: /litellm-budget-exporter [0-9]+\.[0-9]+\.[0-9]+\n/) != nil)
            } else {
                let words = [
                    "--litellm.url", "LITELLM_API_KEY", "--poll.teams-interval", "serve", "check", "once", "demo",
                ]
                for word in words + ["healthcheck"] { #expect(outcome.output.contains(word), "\(word)") }
                #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
            }
        }

        @Test("The demo says that it is made up, on the terminal and on its page, and healthcheck finds it")
        func demo() async throws {
            let (_, outcome) = try await RunningExporter.with(["demo"]) { exporter in
                let page = try await exporter.page(where: "teams") { !$0.samples(of: "litellm_team_info").isEmpty }
                #expect(page.value("litellm_up") == 1)
                let landing = String(decoding: try await exporter.get("/").body, as: UTF8.self)
                #expect(landing.contains("made up"))
                let address = exporter.url.dropFirst("http://".count)
                let healthcheck = try Program.exporter(["healthcheck", "--web.listen-address=\(address)"])
                let outcome = try await healthcheck.run()
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(outcome.output + outcome.errors == "", "what succeeds is silent")
            }
            #expect(outcome.errors.contains("made up"))
            #expect(outcome.output.split(separator: "\n").count == 1, "one greeting: \(outcome.output)")
        }

        @Test("Healthcheck fails where nothing answers, in a line that names the address")
        func healthcheckFails() async throws {
            let outcome = try await Program.exporter(["healthcheck", "--web.listen-address=127.0.0.1:1"]).run()
            #expect(outcome.status == 1)
            #expect(outcome.output == "")
            #expect(outcome.errors.split(separator: "\n").count == 1)
            #expect(outcome.errors.contains("127.0.0.1:1"))
        }

        @Test("Once prints a whole page without the process's own numbers, and without what only watching tells")
        func once() async throws {
            try await Simulator.with { simulator in
                let outcome = try await simulator.exporter(["once"]).run()
                #expect(outcome.status == 0, "\(outcome.errors)")
                let page = try StrictExpositionParser.parse(outcome.output.utf8, as: .text004)
                #expect(page.value("litellm_up") == 1)
                #expect(page.samples(of: "litellm_team_info").count == 12)
                #expect(!page.families.contains { $0.name.hasPrefix("process_") })
                for family in ["spend_usd_total", "budget_resets_total", "budget_exhausted_since_timestamp_seconds"] {
                    #expect(page.samples(of: "litellm_team_\(family)").isEmpty, "\(family)")
                }
            }
        }

        @Test("Check says what is set, what the key may read and how much there would be")
        func check() async throws {
            try await Simulator.with { simulator in
                let outcome = try await simulator.exporter(["check", "--poll.teams-interval=45s"]).run()
                #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
                for line in [
                    "--poll.teams-interval: 45s", "LITELLM_API_KEY: <redacted>", "ok      all teams can be listed",
                    "ok      all keys can be listed", "ok      teams: 12 read", "All is well.",
                ] {
                    #expect(outcome.output.contains(line), "\(line) in \(outcome.output)")
                }
            }
        }

        @Test("With logs in JSON every line that is written is JSON, from the start to the stop")
        func writesNothingButJSON() async throws {
            let program = try Program.exporter([
                "demo", "--log.format=json", "--web.listen-address=127.0.0.1:0",
            ])
            let (_, outcome) = try await program.whileRunning { program in
                try await waitUntil("it listens", atMost: .seconds(60)) { program.errors.contains("listening") }
                kill(program.pid, SIGTERM)
                try await waitUntil("its end", atMost: .seconds(10)) { program.hasEnded }
            }
            #expect(outcome.output == "")
            let lines = outcome.errors.split(separator: "\n")
            for line in lines {
                #expect(throws: Never.self, "\(line)") {
                    try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
                }
            }
            #expect(lines.last?.contains(#""msg":"stopping, as a signal asked for""#) == true, "\(outcome.errors)")
        }

        @Test("SIGTERM and SIGINT end it in order", arguments: [SIGTERM, SIGINT])
        func drains(signal: Int32) async throws {
            let (_, outcome) = try await RunningExporter.with(["demo"]) { exporter in
                _ = try await exporter.page(where: "teams") { !$0.samples(of: "litellm_team_info").isEmpty }
                kill(exporter.program.pid, signal)
                try await waitUntil("its end", atMost: .seconds(10)) { exporter.program.hasEnded }
            }
            #expect(outcome.status == 0, "\(outcome.errors)")
        }

        @Test("SIGTERM ends it in time even when the proxy answers nothing at all")
        func drainsWhileProxyHangs() async throws {
            guard Simulator.canBeBroken(for: "SIGTERM while the proxy hangs") else { return }
            try await Simulator.with { simulator in
                try await simulator.inject(#"{"effect":"hanging"}"#)
                let (_, outcome) = try await RunningExporter.with(
                    ["--litellm.url=\(simulator.url)", "--litellm.timeout=60s"], environment: simulator.environment
                ) { exporter in
                    #expect(try await exporter.page().value("litellm_up") == 0)
                    kill(exporter.program.pid, SIGTERM)
                    try await waitUntil("its end", atMost: .seconds(10)) { exporter.program.hasEnded }
                }
                #expect(outcome.status == 0, "\(outcome.errors)")
            }
        }

        @Test("A port that is taken ends it with one line that names the setting")
        func portTaken() async throws {
            try await RunningExporter.with(["demo"]) { exporter in
                let address = exporter.url.dropFirst("http://".count)
                let outcome = try await Program.exporter(["demo", "--web.listen-address=\(address)"]).run()
                #expect(outcome.status == 1)
                let last = try #require(outcome.errors.split(separator: "\n").last)
                #expect(last.contains("--web.listen-address"), "\(last)")
                #expect(last.contains(address), "\(last)")
            }
        }
    }
}

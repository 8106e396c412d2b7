import Glibc
import TestSupport
import Testing

extension EndToEndTests {
    /// A configuration that changes under an exporter that runs.
    @Suite("Reload")
    struct ReloadTests {
        private static let successful = "litellm_budget_exporter_config_last_reload_successful"
        private static let loadedAt = "litellm_budget_exporter_config_last_reload_success_timestamp_seconds"
        private static let teams = ["source": "teams"]

        /// An exporter by a file in a folder, and how the file is changed.
        private static func withExporter(
            _ file: String, _ flags: [String] = [],
            _ body: @Sendable (RunningExporter, _ change: @Sendable (String) throws -> Void) async throws -> Void
        ) async throws {
            try await Simulator.with { simulator in
                try await ScratchFolder.with { folder in
                    let path = try folder.write("exporter.yaml", file)
                    let arguments = [
                        "--config.file=\(path)", "--litellm.url=\(simulator.url)",
                        "--state-file=\(folder.path("ledgers.sqlite"))",
                    ]
                    try await RunningExporter.with(arguments + flags, environment: simulator.environment) { exporter in
                        try await body(exporter) { try folder.write("exporter.yaml", $0) }
                    }
                }
            }
        }

        private static func interval(_ page: ExpositionPage) -> Double? {
            page["litellm_budget_exporter_sweep_interval_seconds", teams]
        }

        private static func counters(_ page: ExpositionPage) -> [String: Double] {
            let spend = page.samples(of: "litellm_team_spend_usd_total").map {
                ($0.series.labels["team_id"] ?? "", $0.value)
            }
            return Dictionary(uniqueKeysWithValues: spend)
        }

        @Test("SIGHUP takes a changed file: pace and log level change, counters, state and connections go on")
        func changed() async throws {
            try await Self.withExporter("poll: {teams_interval: 2s}") { exporter, change in
                let before = try await exporter.sweptPage([.teams])
                #expect(Self.interval(before) == 2)
                #expect(before.value(Self.successful) == 1)
                let startedAt = try #require(before.value(Self.loadedAt))
                try change("poll: {teams_interval: 3s}\nlog: {level: debug}\nlitellm_names: false\n")
                let connection = Program(
                    name: "bash",
                    arguments: ["-c", Self.askingOnOneConnection, "bash", exporter.port, "\(exporter.program.pid)"])
                let answers = try await connection.run()
                #expect(
                    answers.output == String(repeating: "HTTP/1.1 200 OK\n", count: 8),
                    "\(answers.output)\(answers.errors)")
                let after = try await exporter.page(where: "the new interval") { Self.interval($0) == 3 }
                #expect(after.value(Self.successful) == 1)
                #expect(after.value(Self.loadedAt).map { $0 > startedAt } == true)
                #expect(after.value("litellm_budget_exporter_state_up") == 1)
                #expect(after.value("litellm_up") == 1)
                #expect(after.samples(of: "litellm_team_max_budget_metric").isEmpty)
                let last = try await exporter.sweptPage([.teams])
                let counters = Self.counters(last)
                for (team, counter) in Self.counters(before) {
                    #expect(counters[team].map { $0 >= counter } == true, "the counter of \(team) fell from \(counter)")
                }
                #expect(exporter.program.errors.contains("level=debug"))
                #expect(exporter.program.errors.split(separator: "\n").count { $0.contains("was read anew") } == 1)
            }
        }

        @Test("What is wrong with the file changes nothing, and is told in the log, in a metric and to whoever asked")
        func broken() async throws {
            guard Program.isInstalled("curl") else { return skip("reload over HTTP", "curl is not installed") }
            try await Self.withExporter("poll: {teams_interval: 2s}", ["--web.enable-reload"]) { exporter, change in
                _ = try await exporter.sweptPage([.teams])
                let wrong = [
                    ("poll: {teams_interval: 3s, keys_int", "exporter.yaml"),
                    ("poll: {teams_interval: 3s}\npol: {mode: self}", "exporter.yaml:2: pol"),
                    ("poll: {teams_interval: 3s}\nlitellm: {ca_file: /nowhere/ca.pem}", "/nowhere/ca.pem"),
                    ("poll: {teams_interval: 3s}\nlog: {format: json}", "exporter.yaml:2: log.format"),
                ]
                for (file, words) in wrong {
                    try change(file)
                    let answer = try await exporter.postReload()
                    #expect(answer.status == 400)
                    #expect(answer.body.contains(words), "\(answer.body)")
                    let page = try await exporter.page(where: "a failed reload") { $0.value(Self.successful) == 0 }
                    #expect(Self.interval(page) == 2)
                    #expect(page.value("litellm_up") == 1)
                }
                let complaints = exporter.program.errors.split(separator: "\n").filter { $0.contains("not reloaded") }
                #expect(complaints.count == wrong.count, "\(complaints)")
                #expect(Self.interval(try await exporter.sweptPage([.teams])) == 2)
                try change("poll: {teams_interval: 3s}")
                let answer = try await exporter.postReload()
                #expect(answer.status == 200, "\(answer.body)")
                let page = try await exporter.page(where: "the mended file") { Self.interval($0) == 3 }
                #expect(page.value(Self.successful) == 1)
            }
        }

        /// Asks eight times over one connection, and sends the signal after the third answer.
        private static let askingOnOneConnection = #"""
            exec 3<>"/dev/tcp/127.0.0.1/$1"
            for number in 1 2 3 4 5 6 7 8; do
                printf 'GET /-/healthy HTTP/1.1\r\nHost: exporter\r\n\r\n' >&3
                IFS= read -r status <&3 && echo "${status%$'\r'}"
                while IFS= read -r line <&3 && [ "$line" != $'\r' ]; do :; done
                IFS= read -r body <&3
                if [ "$number" = 3 ]; then kill -HUP "$2"; fi
                sleep 0.3
            done
            """#
    }
}

extension RunningExporter {
    fileprivate var port: String { url.split(separator: ":").last.map(String.init) ?? "" }

    /// Asks for the configuration to be read anew.
    fileprivate func postReload() async throws -> (status: Int, body: String) {
        let curl = Program(
            name: "curl",
            arguments: [
                "--silent", "--show-error", "--noproxy", "*", "--max-time", "60", "--request", "POST",
                "--write-out", "\n%{http_code}", url + "/-/reload",
            ])
        let outcome = try await curl.run()
        let lines = outcome.output.split(separator: "\n")
        guard outcome.status == 0, let status = lines.last.flatMap({ Int($0) }) else {
            throw TookTooLong(description: "POST /-/reload: \(outcome.errors)")
        }
        return (status, lines.dropLast().joined(separator: "\n"))
    }
}

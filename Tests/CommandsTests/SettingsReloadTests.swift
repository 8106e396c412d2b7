import BudgetExporter
import Logging
import Polling
import Testing
import Threading

@testable import Commands

/// What may change in the file under an exporter that runs.
@Suite("Settings read anew") struct SettingsReloadTests {
    /// Settings by a file that can change.
    private struct ChangingFile {
        let text: Locked<String>

        init(_ text: String) {
            self.text = Locked(text)
        }

        func change(to new: String) { text.withLock { $0 = new } }

        func resolve(_ flags: [String] = [], environment: [String: String] = [:]) throws -> ResolvedSettings {
            let layers = try SettingsLayers(
                flags: FlagLayer(flags + ["--config.file=exporter.yaml"], declarations: Settings.declarations),
                environment: environment, readFile: { [text] _, _ throws(SettingError) in text.withLock { $0 } })
            return try ResolvedSettings(layers)
        }
    }

    @Test("The file is read as it is now, below the same flags and variables")
    func layers() throws {
        let file = ChangingFile("poll: {teams_interval: 41s, keys_interval: 51s, users_interval: 61s}")
        let resolved = try file.resolve(
            ["--poll.teams-interval=42s"], environment: ["LITELLM_BUDGET_EXPORTER_POLL_KEYS_INTERVAL": "52s"])
        file.change(to: "poll: {teams_interval: 43s, keys_interval: 53s, users_interval: 63s}")
        let anew = try resolved.readAnew()
        #expect(anew.line("poll.teams-interval") == "42s (flag)")
        #expect(anew.line("poll.keys-interval") == "52s (environment)")
        #expect(anew.line("poll.users-interval") == "1m3s (exporter.yaml:1)")
        #expect(resolved.line("poll.users-interval") == "1m1s (exporter.yaml:1)")
    }

    @Test(
        "What a running exporter cannot change refuses the whole file, by a sentence that names it",
        arguments: [
            (
                "litellm: {url: http://a}", "litellm: {url: http://b}",
                "exporter.yaml:1: litellm.url: cannot change from http://a to http://b while the exporter runs; "
                    + "restart it, or set back what it was"
            ),
            (
                "web: {listen_address: ':9'}", "",
                "--web.listen-address: cannot change from :9 to :4004 while the exporter runs; restart it, or set back "
                    + "what it was"
            ),
            (
                "", "web: {config: {file: web.yml}}",
                "exporter.yaml:1: web.config.file: cannot change from nothing to web.yml while the exporter runs; "
                    + "restart it, or set back what it was"
            ),
        ])
    func refused(before: String, after: String, complaint: String) throws {
        let file = ChangingFile(before)
        let resolved = try file.resolve()
        file.change(to: after)
        do {
            _ = try resolved.readAnew()
            Issue.record("it was taken")
        } catch {
            #expect("\(error)" == complaint)
        }
    }

    @Test(
        "Which settings need a restart: those of the listener, the state file, the log's format and the proxy's address"
    )
    func restarts() {
        let names = Settings.declarations.filter { $0.takesEffect == .atStart }.map(\.name)
        #expect(
            names == [
                "litellm.url", "web.listen-address", "web.telemetry-path", "web.max-connections", "web.config.file",
                "web.health-needs-login", "web.enable-reload", "state-file", "log.format",
            ])
    }

    @Test("A file that cannot be used changes nothing, not even the log level, and its complaint does not tell the key")
    func complaint() throws {
        let key = "sk-not-a-real-key"
        let file = ChangingFile("litellm: {url: http://localhost}")
        let resolved = try file.resolve(environment: ["LITELLM_API_KEY": key])
        let level = Published(resolved.settings.log.level)
        let reread = RereadConfiguration(
            resolved: resolved, logLevel: level, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            configuration: { try Exporter.Configuration($0.settings, $0.proxyAccess()) })
        for wrong in [
            "poll: {mode: \(key)}", "litellm: {url: http://localhost, ca_file: /nowhere}",
            "poll: {users: true, mode: self}", "- x",
        ] {
            file.change(to: "log: {level: debug}\n" + wrong)
            let refusal = #expect(throws: RereadConfiguration.Refusal.self) { try reread() }
            #expect(refusal?.description.contains(key) == false)
            #expect(level.value == .info)
        }
        file.change(to: "litellm: {url: http://localhost}\nlog: {level: debug}\npoll: {teams_interval: 44s}")
        #expect(try reread().polling.teamsInterval == .seconds(44))
        #expect(level.value == .debug)
    }

    @Test("The log's level changes for all loggers but those that have one of their own")
    func logLevel() throws {
        let lines = Locked<[String]>([])
        let settings = try resolve().settings.log
        let level = Published(settings.level)
        let logger = Logger(label: "test") { _ in
            LogLines(settings, level: level) { line in lines.withLock { $0.append(line) } }
        }
        var quiet = logger
        quiet.logLevel = .error
        logger.debug("unheard")
        level.publish(.debug)
        logger.debug("heard")
        quiet.debug("quiet")
        #expect(lines.withLock { $0.count } == 1)
        #expect(lines.withLock { $0.first?.contains("heard") } == true)
    }
}

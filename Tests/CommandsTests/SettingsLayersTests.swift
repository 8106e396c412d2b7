import Polling
import Testing

@testable import Commands

@Suite("Layers") struct SettingsLayersTests {
    private static let variable = "LITELLM_BUDGET_EXPORTER_POLL_TEAMS_INTERVAL"

    @Test("Of each setting only the highest layer that names it counts")
    func precedence() throws {
        let file = "poll:\n  teams_interval: 41s\n  keys_interval: 51s\n"
        let environment = [Self.variable: "42s", "LITELLM_BUDGET_EXPORTER_LOG_LEVEL": "warn"]
        let flags = ["--poll.teams-interval=43s"]
        #expect(try resolve().line("poll.teams-interval") == "30s (default)")
        #expect(try resolve(file: file).line("poll.teams-interval") == "41s (exporter.yaml:2)")
        #expect(try resolve(environment: environment, file: file).line("poll.teams-interval") == "42s (environment)")
        let all = try resolve(flags, environment: environment, file: file)
        #expect(all.line("poll.teams-interval") == "43s (flag)")
        #expect(all.line("poll.keys-interval") == "51s (exporter.yaml:3)")
        #expect(all.line("log.level") == "warn (environment)")
        #expect(all.line("config.file") == "exporter.yaml (flag)")
    }

    @Test("A value of a layer that does not count is not looked at")
    func lowerLayers() throws {
        let resolved = try resolve(
            ["--poll.teams-interval=43s"], environment: [Self.variable: "3x"], file: "poll: {teams_interval: 4x}")
        #expect(resolved.settings.poll.teamsInterval == .seconds(43))
    }

    @Test("Lists replace one another and are never added up")
    func lists() throws {
        let file = "include_team: [from-file, other]"
        let environment = ["LITELLM_BUDGET_EXPORTER_INCLUDE_TEAM": "from-environment"]
        let flags = ["--include-team", "from", "--include-team=flag"]
        func teams(_ resolved: ResolvedSettings) -> [String] { resolved.settings.accounts.includedTeams.map(\.text) }
        #expect(try teams(resolve(file: file)) == ["from-file", "other"])
        #expect(try teams(resolve(environment: environment, file: file)) == ["from-environment"])
        #expect(try teams(resolve(flags, environment: environment, file: file)) == ["from", "flag"])
    }

    @Test("A switch can be turned on and off again by higher layers")
    func toggles() throws {
        let file = "litellm_names: false"
        let environment = ["LITELLM_BUDGET_EXPORTER_LITELLM_NAMES": "true"]
        #expect(try resolve(file: file).line("litellm-names") == "false (exporter.yaml:1)")
        #expect(try resolve(environment: environment, file: file).line("litellm-names") == "true (environment)")
        #expect(
            try resolve(["--no-litellm-names"], environment: environment, file: file).line("litellm-names")
                == "false (flag)")
    }

    @Test("Without any layer the documented defaults hold")
    func defaults() throws {
        #expect(
            try resolve().provenance.filter { $0.shown != nil }.map { "\($0.declaration.name) \($0.shown ?? "")" } == [
                "litellm.key-header Authorization", "litellm.timeout 10s", "litellm.gzip false", "poll.mode discover",
                "poll.teams-interval 30s", "poll.keys-interval 1m", "poll.users false", "poll.users-interval 5m",
                "poll.customers false", "poll.customers-interval 5m", "poll.organizations false",
                "poll.organizations-interval 5m", "poll.providers false", "poll.providers-interval 5m",
                "poll.details auto", "poll.members true", "poll.max-duty 0.1", "poll.stale-after 5m",
                "limit.teams 10000", "limit.keys 10000", "limit.team-members 10000", "limit.users 10000",
                "limit.organizations 10000", "limit.customers 10000", "label.key-hash-length 64",
                "label.allow-email false", "team-label team_id", "litellm-names true", "web.listen-address :4004",
                "web.telemetry-path /metrics",
                "web.max-connections 64", "web.health-needs-login false", "web.enable-reload false", "state-file auto",
                "log.level info",
                "log.format logfmt", "format text",
            ])
    }
}

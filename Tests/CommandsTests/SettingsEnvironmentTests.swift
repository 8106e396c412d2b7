import Polling
import Testing

@testable import Commands

@Suite("Environment") struct SettingsEnvironmentTests {
    @Test("Kubernetes' own variables for Services of our name and of LiteLLM's are no settings, and no reason to warn")
    func kubernetes() throws {
        var environment = ["KUBERNETES_SERVICE_HOST": "10.96.0.1", "HOSTNAME": "pod"]
        for (service, port) in [
            ("LITELLM_BUDGET_EXPORTER", 4004), ("LITELLM", 4000), ("LITELLM_BUDGET_EXPORTER_WEB", 80),
        ] {
            environment["\(service)_SERVICE_HOST"] = "10.0.0.1"
            environment["\(service)_SERVICE_PORT"] = "\(port)"
            environment["\(service)_SERVICE_PORT_HTTP"] = "\(port)"
            environment["\(service)_SERVICE_PORT_METRICS"] = "\(port)"
            environment["\(service)_PORT"] = "tcp://10.0.0.1:\(port)"
            environment["\(service)_PORT_\(port)_TCP"] = "tcp://10.0.0.1:\(port)"
            environment["\(service)_PORT_\(port)_TCP_PROTO"] = "tcp"
            environment["\(service)_PORT_\(port)_TCP_PORT"] = "\(port)"
            environment["\(service)_PORT_\(port)_TCP_ADDR"] = "10.0.0.1"
        }
        let resolved = try resolve(environment: environment)
        #expect(resolved.provenance.allSatisfy { $0.origin == .builtIn })
        #expect(resolved.warnings == [])
    }

    @Test("A variable that is nearly one of ours is not an error, but said")
    func misspelt() throws {
        let resolved = try resolve(environment: ["LITELLM_BUDGET_EXPORTER_POLL_TEAM_INTERVAL": "3x"])
        #expect(
            resolved.warnings == [
                "LITELLM_BUDGET_EXPORTER_POLL_TEAM_INTERVAL: no setting is read from this variable; "
                    + "did you mean LITELLM_BUDGET_EXPORTER_POLL_TEAMS_INTERVAL?"
            ])
        #expect(resolved.settings.poll.teamsInterval == .seconds(30))
    }

    @Test("An empty variable counts as unset, for every setting")
    func empty() throws {
        let environment = Dictionary(
            uniqueKeysWithValues: Settings.declarations.compactMap(\.variable).map { ($0, "") })
        let resolved = try resolve(environment: environment, file: "poll: {mode: self}")
        #expect(resolved.line("poll.mode") == "self (exporter.yaml:1)")
        #expect(resolved.provenance.allSatisfy { $0.origin != .environment })
    }

    @Test("An option of one command is a flag alone: a variable or a file would go on narrowing every later answer")
    func options() throws {
        let flags = try resolve(["status", "--team=Red", "--team=*blue*", "--format=json"])
        #expect(flags.settings.status.teams == ["Red", "*blue*"])
        #expect(flags.settings.status.format == .json)
        let variables = ["LITELLM_BUDGET_EXPORTER_TEAM": "Red", "LITELLM_BUDGET_EXPORTER_FORMAT": "json"]
        #expect(try resolve(environment: variables).settings.status.teams == [])
        #expect(
            complaint(file: "team: [Red]")
                == "exporter.yaml:1: team: there is no such setting; did you mean team_label?")
        #expect(!ConfigurationDocument.render().contains("`--team "))
    }

    @Test("Lists are separated by commas")
    func lists() throws {
        let settings = try resolve(environment: ["LITELLM_BUDGET_EXPORTER_INCLUDE_TEAM": "prod-*, a b ,,dev-?"])
            .settings
        #expect(settings.accounts.includedTeams.map(\.text) == ["prod-*", "a b", "dev-?"])
    }

    @Test(
        "A switch takes true or false under its positive name",
        arguments: [("true", true), ("false", false)])
    func toggles(text: String, position: Bool) throws {
        let settings = try resolve(environment: [
            "LITELLM_BUDGET_EXPORTER_LITELLM_NAMES": text, "LITELLM_BUDGET_EXPORTER_LITELLM_GZIP": text,
        ]).settings
        #expect(settings.labels.showsLiteLLMNames == position)
        #expect(settings.litellm.acceptsGzip == position)
    }

    @Test(
        "What is wrong with a variable is said in one line",
        arguments: [
            (
                "LITELLM_BUDGET_EXPORTER_POLL_TEAMS_INTERVAL", "3x",
                #"LITELLM_BUDGET_EXPORTER_POLL_TEAMS_INTERVAL: "3x" is not a duration; write it like 30s or 5m"#
            ),
            (
                "LITELLM_BUDGET_EXPORTER_LITELLM_NAMES", "no",
                #"LITELLM_BUDGET_EXPORTER_LITELLM_NAMES: "no" is neither true nor false"#
            ),
            (
                "LITELLM_URL", "litellm:4000",
                "LITELLM_URL: the URL has no scheme; write it like http://litellm:4000 or https://litellm.example.com/prefix"
            ),
            (
                "LITELLM_BUDGET_EXPORTER_METADATA_LABEL", "a-b,a_b",
                #"LITELLM_BUDGET_EXPORTER_METADATA_LABEL: "a-b" and "a_b" would both become the label metadata_a_b; "#
                    + "leave one out"
            ),
        ])
    func complaints(variable: String, text: String, line: String) {
        #expect(complaint(environment: [variable: text]) == line)
    }
}

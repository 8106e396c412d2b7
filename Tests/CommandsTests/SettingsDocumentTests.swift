import Testing

@testable import Commands

@Suite("Documentation of settings") struct SettingsDocumentTests {
    private static let declarations = [
        SettingDeclaration(
            name: "litellm.url", form: .value("url"), section: "One", defaultText: nil, meaning: "Where it is."),
        SettingDeclaration(
            name: "litellm.api-key", form: .secret, section: "One", defaultText: nil, meaning: "The `key`."),
        SettingDeclaration(
            name: "poll.mode", form: .value("a|b"), section: "Two", defaultText: "a", meaning: "How."),
        SettingDeclaration(
            name: "include-team", form: .list("pattern"), section: "Two", defaultText: nil, meaning: "Which."),
        SettingDeclaration(
            name: "litellm-names", form: .toggle, section: "Two", defaultText: "true", meaning: "Whether."),
        SettingDeclaration(
            name: "team", form: .list("name"), section: "status", command: .status, defaultText: nil, meaning: "Whose."),
        SettingDeclaration(
            name: "config.file", form: .value("path"), section: "Two", defaultText: nil, meaning: "A file."),
    ]

    @Test("The table has flag, YAML key and variable of each setting, by rule")
    func table() {
        #expect(
            ConfigurationDocument.render(Self.declarations) == #"""
                | Flag | YAML key | Variable | Default | Meaning |
                | --- | --- | --- | --- | --- |
                | `--litellm.url <url>` | `litellm.url` | `LITELLM_URL` | - | Where it is. |
                | - | - | `LITELLM_API_KEY` | - | The `key`. |
                | `--poll.mode <a\|b>` | `poll.mode` | `LITELLM_BUDGET_EXPORTER_POLL_MODE` | `a` | How. |
                | `--include-team <pattern>` | `include_team` | `LITELLM_BUDGET_EXPORTER_INCLUDE_TEAM` | - | Which. Repeatable; its variable takes a list with commas. |
                | `--[no-]litellm-names` | `litellm_names` | `LITELLM_BUDGET_EXPORTER_LITELLM_NAMES` | `true` | Whether. |
                | `--config.file <path>` | - | `LITELLM_BUDGET_EXPORTER_CONFIG_FILE` | - | A file. |

                """#)
    }

    @Test("The table replaces what stands between the marks, and nothing else")
    func marks() throws {
        let page = "before\n\(ConfigurationDocument.begin)\nold\n\(ConfigurationDocument.end)\nafter\n"
        let updated = try #require(ConfigurationDocument.updated(page))
        #expect(
            updated == "before\n\(ConfigurationDocument.begin)\n\n\(ConfigurationDocument.render())\n"
                + "\(ConfigurationDocument.end)\nafter\n")
        #expect(ConfigurationDocument.updated(updated) == updated)
        #expect(ConfigurationDocument.updated("no marks") == nil)
        #expect(ConfigurationDocument.updated(ConfigurationDocument.begin) == nil)
    }

    @Test("These are the names that users rely on")
    func names() {
        #expect(
            Settings.declarations.compactMap { $0.negativeFlag ?? $0.flag } == [
                "--config.file", "--litellm.url", "--litellm.api-key-file", "--litellm.key-header", "--litellm.ca-file",
                "--litellm.client-certificate-file", "--litellm.client-key-file", "--litellm.timeout",
                "--no-litellm.gzip", "--poll.mode", "--poll.team-id", "--poll.key-hash", "--poll.teams-interval",
                "--poll.keys-interval", "--no-poll.users", "--poll.users-interval", "--no-poll.customers",
                "--poll.customers-interval", "--no-poll.organizations", "--poll.organizations-interval",
                "--no-poll.providers", "--poll.providers-interval", "--poll.details", "--no-poll.members",
                "--poll.max-duty", "--poll.stale-after", "--limit.teams", "--limit.keys", "--limit.team-members",
                "--limit.users", "--limit.organizations", "--limit.customers", "--include-team", "--exclude-team",
                "--include-key", "--exclude-key", "--label.key-hash-length", "--no-label.allow-email",
                "--metadata-label",
                "--team-label", "--no-litellm-names", "--web.listen-address", "--web.telemetry-path",
                "--web.max-connections", "--web.config.file", "--no-web.health-needs-login", "--no-web.enable-reload",
                "--client.ca-file",
                "--client.certificate-file", "--client.key-file", "--client.login-file", "--client.token-file",
                "--state-file", "--log.level", "--log.format", "--team", "--format",
            ])
        let exceptions = Settings.declarations.compactMap(\.variable).filter {
            !$0.hasPrefix("LITELLM_BUDGET_EXPORTER_")
        }
        #expect(exceptions == ["LITELLM_URL", "LITELLM_API_KEY", "LITELLM_API_KEY_FILE"])
    }

    @Test("No two settings share a flag, a variable or a YAML key, and no key is a section too")
    func unique() {
        let declarations = Settings.declarations
        let flags = declarations.flatMap { [$0.flag, $0.negativeFlag].compactMap { $0 } }
        let keys = declarations.compactMap(\.yamlKey)
        let sections = Set(declarations.compactMap { $0.yamlPath }.filter { $0.count > 1 }.map { $0[0] })
        #expect(Set(flags).count == flags.count)
        let variables = declarations.compactMap(\.variable)
        #expect(Set(variables).count == variables.count)
        #expect(Set(keys).count == keys.count)
        #expect(sections.isDisjoint(with: keys))
    }

    @Test("Help lists the settings of serve, then the commands, in lines that fit a terminal")
    func help() throws {
        let help = HelpText.render(Self.declarations)
        #expect(
            help.hasPrefix(
                """
                Watches the budgets of a LiteLLM proxy and serves them to Prometheus.

                Usage: litellm-budget-exporter [command] [flags]
                       litellm-budget-exporter --help | --version

                One:
                  --litellm.url <url>
                        Where it is.
                  LITELLM_API_KEY (environment only)
                        The key.

                Two:
                  --poll.mode <a|b>
                        How. (default: a)
                  --include-team <pattern> ...
                        Which. (may be repeated; its variable takes a list with commas)
                  --[no-]litellm-names
                        Whether. (default: on)
                  --config.file <path>
                        A file.

                Commands:
                  serve
                        Watch the proxy and serve its budgets to Prometheus.
                """))
        let lines = HelpText.render().split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 100 })
        #expect(
            help.contains(
                """
                as a running exporter or else the proxy tells it.
                        --team <name> ...
                              Whose. (may be repeated)

                """))
        let commands = try #require(lines.firstIndex(of: "Commands:"))
        let lastFlag = try #require(lines.lastIndex { $0.hasPrefix("  --") })
        #expect(lastFlag < commands)
        #expect(Command.allCases.allSatisfy { lines[commands...].contains("  \($0.rawValue)") })
    }
}

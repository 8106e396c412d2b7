import Polling
import Testing

@testable import Commands

@Suite("Flags") struct SettingsFlagTests {
    @Test(
        "What is wrong with a flag is said in one line",
        arguments: [
            (
                ["--poll.teams-interval", "3x"],
                #"--poll.teams-interval: "3x" is not a duration; write it like 30s or 5m"#
            ),
            (["--poll.mode=fast"], #"--poll.mode: "fast" is not a choice; write discover, listed or self"#),
            (
                ["--web.listn-address", ":1"],
                "--web.listn-address: there is no such flag; did you mean --web.listen-address?"
            ),
            (["--listen-address=:1"], "--listen-address: there is no such flag; did you mean --web.listen-address?"),
            (["--web.listen"], "--web.listen: there is no such flag; did you mean --web.listen-address?"),
            (["--config-file", "x"], "--config-file: there is no such flag; did you mean --config.file?"),
            (["--POLL.MODE=self"], "--POLL.MODE: there is no such flag; did you mean --poll.mode?"),
            (["--no-litelm-names"], "--no-litelm-names: there is no such flag; did you mean --no-litellm-names?"),
            (["--colour"], "--colour: there is no such flag; see --help"),
            (["-v"], "-v: there is no such flag; see --help"),
            (["--"], "--: there is no such flag; see --help"),
            (["--poll.mode"], "--poll.mode: needs a value; write it with =<discover|listed|self>"),
            (["--include-team", "--poll.mode=self"], "--include-team: needs a value; write it with =<pattern>"),
            (["--include-team="], #"--include-team: "" matches nothing; leave it out, or write * for all"#),
            (
                ["--litellm.gzip=true"],
                "--litellm.gzip: takes no value; leave it alone, or write --no-litellm.gzip to turn it off"
            ),
            (["--log.level=info", "--log.level=debug"], "--log.level: is given twice; keep one"),
            (["--litellm-names", "--no-litellm-names"], "--no-litellm-names: is given twice; keep one"),
            (["--team", "x"], "--team: is an option of the command status alone; leave it out"),
            (["--format=json", "check"], "--format: is an option of the command status alone; leave it out"),
            (["status", "--format=yaml"], #"--format: "yaml" is not a choice; write text or json"#),
            (["status", "--team="], #"--team: "" is no team; leave it out for all teams"#),
            (["srve"], "srve: there is no such command; did you mean serve?"),
            (["dance"], "dance: there is no such command; see --help"),
            (
                ["replay", "a", "b"],
                "b: is one word too many; name one command, and give values right after their flags"
            ),
            (["check", "-"], "-: there is no such flag; see --help"),
            (["replay", ""], #"observations: "" is no path of a file"#),
            (["serve", "now"], "now: is one word too many; name one command, and give values right after their flags"),
            (
                ["--litellm.api-key", "sk-0000"],
                "--litellm.api-key: a key in a flag can be seen by every user of the machine; "
                    + "set LITELLM_API_KEY, or name a file that holds it with --litellm.api-key-file"
            ),
        ])
    func complaints(arguments: [String], line: String) {
        #expect(complaint(arguments) == line)
    }

    @Test(
        "Commands stand before, between and after flags, and serve is implied",
        arguments: [
            ([], Command.serve), (["serve"], .serve), (["--log.level", "debug", "check"], .check),
            (["once", "--log.level=debug"], .once), (["--litellm.gzip", "demo", "--poll.mode", "self"], .demo),
            (["--web.listen-address", "healthcheck:1", "healthcheck"], .healthcheck),
            (["--include-team", "check"], .serve), (["--team", "serve", "status", "--format=json"], .status),
        ])
    func commands(arguments: [String], command: Command) throws {
        let flags = try FlagLayer(arguments, declarations: Settings.declarations)
        #expect(flags.request == .command(command))
    }

    @Test(
        "Help and version win over the rest of the line",
        arguments: [
            (["--help"], FlagLayer.Request.help), (["-h"], .help), (["help"], .help),
            (["check", "--nonsense", "--help"], .help), (["replay", "--help"], .helpOnReplay),
            (["--nonsense", "replay", "file", "-h"], .helpOnReplay),
            (["--version"], .version), (["serve", "--version"], .version),
        ])
    func requests(arguments: [String], request: FlagLayer.Request) throws {
        #expect(try FlagLayer(arguments, declarations: Settings.declarations).request == request)
    }

    @Test("Values may stand after a blank or an equals sign, and hold equals signs themselves")
    func values() throws {
        let settings = try resolve(["--include-team=a=b", "--include-team", "c d", "--include-key=-x"]).settings
        #expect(settings.accounts.includedTeams.map(\.text) == ["a=b", "c d"])
        #expect(settings.accounts.includedKeys.map(\.text) == ["-x"])
    }

    @Test("The word after replay is its file", arguments: ["looks.jsonl", "serve", "-"])
    func operand(file: String) throws {
        let settings = try resolve(["--log.level=debug", "replay", file]).settings
        #expect(settings.replay.file == file)
        #expect(try resolve(["replay", "--log.level", "debug", file]).settings.replay.file == file)
        #expect(try resolve(["replay"]).settings.replay.file == nil)
    }

    @Test("A switch has a positive and a negative flag")
    func toggles() throws {
        #expect(try resolve().settings.labels.showsLiteLLMNames)
        #expect(try !resolve(["--no-litellm-names"]).settings.labels.showsLiteLLMNames)
        #expect(try resolve(["--litellm-names"]).settings.labels.showsLiteLLMNames)
        #expect(try !resolve().settings.litellm.acceptsGzip)
        #expect(try resolve(["--litellm.gzip"]).settings.litellm.acceptsGzip)
    }
}

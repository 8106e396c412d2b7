import TestSupport
import Testing
import Threading

@testable import Commands

@Suite("Entry") struct SettingsEntryTests {
    private struct Outcome: Equatable {
        var code: ExitCode
        var output: [String] = []
        var errors: [String] = []
        var executed: [Command] = []
    }

    private struct Failure: Error, CustomStringConvertible {
        let description = "the proxy\nis away"
    }

    private func outcome(
        _ arguments: [String], environment: [String: String] = [:],
        execute: @escaping (ResolvedSettings) throws -> ExitCode = { _ in .success }
    ) async -> Outcome {
        var outcome = Outcome(code: .success)
        let entry = Entry(
            execute: { command, resolved in
                outcome.executed.append(command)
                return try execute(resolved)
            },
            printOutput: { outcome.output.append($0) }, printError: { outcome.errors.append($0) },
            time: ManualTime())
        let code = await entry.run(arguments: arguments, environment: environment)
        outcome.code = code
        return outcome
    }

    @Test("A command runs with the settings and gives the exit code")
    func runs() async {
        #expect(await outcome(["check"]) == Outcome(code: .success, executed: [.check]))
        #expect(await outcome([], execute: { _ in .failure }) == Outcome(code: .failure, executed: [.serve]))
    }

    @Test("Wrong usage and wrong configuration end with 2 and one line on standard error, before anything runs")
    func wrong() async {
        #expect(
            await outcome(["--log.level", "loud"])
                == Outcome(
                    code: .usage,
                    errors: [#"--log.level: "loud" is not a choice; write debug, info, warn or error"#]))
        #expect(
            await outcome([], environment: ["LITELLM_BUDGET_EXPORTER_CONFIG_FILE": "/nowhere/exporter.yaml"])
                == Outcome(
                    code: .usage,
                    errors: ["LITELLM_BUDGET_EXPORTER_CONFIG_FILE: /nowhere/exporter.yaml does not exist"]))
    }

    @Test("What a command lacks of the configuration ends with 2 too, any other failure with 1")
    func failing() async {
        let missing = await outcome(
            ["serve"],
            execute: {
                _ = try $0.proxyAccess(); return .success
            })
        #expect(missing.code == .usage)
        #expect(
            missing.errors == [
                "--litellm.url: is not set; give the address of your LiteLLM proxy by it or by LITELLM_URL, and a key by LITELLM_API_KEY, or try the command demo"
            ])
        #expect(
            await outcome([], execute: { _ in throw Failure() })
                == Outcome(code: .failure, errors: [#"the proxy\nis away"#], executed: [.serve]))
    }

    @Test("Where the log is JSON, what ends the program is a line of it")
    func failingInJSON() async {
        let line = #"{"time":"\#(ManualTime().now())","level":"error","msg":"the proxy\\nis away"}"#
        for command in ["serve", "demo"] {
            let outcome = await outcome([command, "--log.format", "json"], execute: { _ in throw Failure() })
            #expect(outcome.code == .failure)
            #expect(outcome.errors == [line])
        }
        let check = await outcome(["check", "--log.format", "json"], execute: { _ in throw Failure() })
        #expect(check.errors == [#"the proxy\nis away"#])
    }

    @Test("What needs no configuration runs whatever is wrong with it")
    func withoutConfiguration() async {
        let environment = ["LITELLM_BUDGET_EXPORTER_CONFIG_FILE": "/nowhere/exporter.yaml"]
        #expect(
            await outcome(["replay", "looks.jsonl"], environment: environment)
                == Outcome(code: .success, executed: [.replay]))
    }

    @Test("Help and version go to standard output and end with 0")
    func help() async {
        #expect(await outcome(["--help"]) == Outcome(code: .success, output: [HelpText.render()]))
        #expect(await outcome(["replay", "-h"]) == Outcome(code: .success, output: [ReplayHelp.text]))
        let version = await outcome(["--version"])
        #expect(version.code == .success && version.errors == [])
        #expect(version.output.first?.hasPrefix("litellm-budget-exporter ") == true)
    }
}

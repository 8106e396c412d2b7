import TestSupport
import Testing

extension EndToEndTests {
    /// `replay` as a program: files, pipes and exit codes.
    @Suite("Replay")
    struct ReplayTests {
        private static let look = #"{"time":1,"kind":"team","id":"t","spend":1}"# + "\n"
        private static let answer =
            #"{"time":1,"kind":"team","id":"t","spend_total":0,"rate":{},"exhaustion":{},"exhausts_before_reset":{},"#
            + #""projected":{},"event":null}"# + "\n"

        @Test("Reads a file or standard input, whatever is wrong with the exporter's configuration")
        func reads() async throws {
            try await ScratchFolder.with { folder in
                let path = try folder.write("looks.jsonl", Self.look)
                let environment = ["LITELLM_URL": "nonsense", "LITELLM_BUDGET_EXPORTER_CONFIG_FILE": "/nowhere"]
                let fromFile = try await Program.exporter(["replay", path], environment: environment).run()
                #expect(fromFile.status == 0)
                #expect(fromFile.output == Self.answer)
                #expect(fromFile.errors == "")
                let fromPipe = try await Program.exporter(["replay", "-"], environment: environment)
                    .run(input: Self.look)
                #expect(fromPipe.status == 0)
                #expect(fromPipe.output == Self.answer)
                #expect(fromPipe.errors == "")
            }
        }

        @Test("Ends with 1 where a line was not understood, and with 2 where there is nothing to read")
        func fails() async throws {
            let flawed = try await Program.exporter(["replay", "-"]).run(input: "nonsense\n" + Self.look)
            #expect(flawed.status == 1)
            #expect(flawed.output == Self.answer)
            #expect(flawed.errors == "standard input:1: is not JSON, as byte 2 of the line shows\n")
            for (arguments, complaint) in [
                ([], "replay: names no file; write replay <path>, or replay - for standard input"),
                (["/nowhere.jsonl"], "replay: /nowhere.jsonl does not exist"),
                (["/"], "replay: / is a directory; name a file"),
            ] {
                let outcome = try await Program.exporter(["replay"] + arguments).run()
                #expect(outcome.status == 2)
                #expect(outcome.output == "")
                #expect(outcome.errors == complaint + "\n")
            }
        }

        @Test("Ends well and in silence when nobody reads on")
        func pipeIsClosed() async throws {
            try await ScratchFolder.with { folder in
                // Far more than a pipe holds.
                let path = try folder.write("looks.jsonl", String(repeating: Self.look, count: 50_000))
                let exporter = try Program.exporter(["replay", path]).name
                let script = #"set -o pipefail; "$0" replay "$1" | head -n 2"#
                let outcome = try await Program(name: "bash", arguments: ["-c", script, exporter, path]).run()
                #expect(outcome.status == 0)
                #expect(outcome.output == Self.answer + Self.answer)
                #expect(outcome.errors == "")
            }
        }

        @Test("Answers before its input ends, so that it can stand in a pipe")
        func streams() async throws {
            // Nothing is written after the first look until its answer was read.
            let script = """
                coproc "$0" replay -
                printf '%s' "$1" >&"${COPROC[1]}"
                read -r line <&"${COPROC[0]}"
                echo "$line"
                """
            let exporter = try Program.exporter([]).name
            let outcome = try await Program(name: "bash", arguments: ["-c", script, exporter, Self.look]).run()
            #expect(outcome.output == Self.answer)
        }
    }
}

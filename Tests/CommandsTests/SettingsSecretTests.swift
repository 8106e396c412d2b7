import Curl
import Testing

@testable import Commands

@Suite("Secrets") struct SettingsSecretTests {
    /// Does not look like a key of LiteLLM, as a custom one need not.
    private static let canary = "canary-0123456789abcdef"

    @Test(
        "A key in a file is refused without being repeated",
        arguments: [
            ("litellm:\n  api_key: CANARY", "exporter.yaml:2: litellm.api_key"),
            ("litellm:\n  url: http://h\n  api-key: CANARY", "exporter.yaml:3: litellm.api-key"),
            ("litellm: {master_key: CANARY}", "exporter.yaml:1: litellm.master_key"),
            ("litellm: {key: [CANARY]}", "exporter.yaml:1: litellm.key"),
            ("LITELLM_API_KEY: CANARY", "exporter.yaml:1: LITELLM_API_KEY"),
            ("litellm.api_key: CANARY", "exporter.yaml:1: litellm.api_key"),
            ("password: CANARY", "exporter.yaml:1: password"),
            ("poll: {token: CANARY}", "exporter.yaml:1: poll.token"),
        ])
    func inFile(text: String, place: String) {
        #expect(
            complaint(file: text.replacing("CANARY", with: Self.canary))
                == "\(place): a key does not belong in this file; "
                + "set LITELLM_API_KEY, or name a file that holds it in litellm.api_key_file")
    }

    @Test("The key appears in no error, description or list of settings, wherever else it was put by mistake")
    func canaryAppearsNowhere() async throws {
        let environment = ["LITELLM_API_KEY": Self.canary]
        let mistakes: [[String]] =
            [
                [Self.canary], ["serve", Self.canary], ["--\(Self.canary)"], ["--x=\(Self.canary)"],
                ["--litellm.api-key=\(Self.canary)"], ["--litellm.api-key", Self.canary],
                ["--litellm.url=http://user:\(Self.canary)@host"], ["--litellm.url=\(Self.canary)"],
            ]
            + Settings.declarations.compactMap { declaration in declaration.flag.map { ["\($0)=\(Self.canary)"] } }
        for arguments in mistakes {
            var printed: [String] = []
            let entry = Entry(
                execute: { _, resolved in
                    // What check may print of settings that are no keys is up to it.
                    printed.append("\(resolved.provenance.filter { $0.declaration.form == .secret })")
                    printed.append("\(String(describing: resolved.settings.litellm.apiKey))")
                    printed.append("\(resolved.warnings)")
                    throw CanaryError(description: "failed\nwith \(Self.canary)")
                },
                printOutput: { printed.append($0) }, printError: { printed.append($0) })
            _ = await entry.run(arguments: arguments, environment: environment)
            #expect(!printed.isEmpty)
            #expect(!printed.joined().contains(Self.canary), "given \(arguments)")
        }
    }

    private struct CanaryError: Error, CustomStringConvertible {
        let description: String
    }

    @Test("What looks like a key of LiteLLM is hidden in errors even where it is not known to be one")
    func looksLikeAKey() {
        #expect(complaint(["sk-0000"]) == "<redacted>: there is no such command; see --help")
        #expect(
            "keys begin with sk-; \"sk-...\" is none, SK-1 may be one".asOneLine
                == "keys begin with sk-; \"sk-...\" is none, <redacted> may be one")
        #expect(
            complaint(["--poll.mode=Bearer sk-00_0-0."])
                == #"--poll.mode: "Bearer <redacted>." is not a choice; write discover, listed or self"#)
        #expect(
            complaint(["--poll.mode=task-sk-00"])
                == #"--poll.mode: "task-sk-00" is not a choice; write discover, listed or self"#)
    }

    @Test("The key is known, but shown as redacted")
    func known() throws {
        let resolved = try resolve(environment: ["LITELLM_API_KEY": Self.canary])
        #expect(resolved.settings.litellm.apiKey?.reveal() == Self.canary)
        #expect(resolved.line("litellm.api-key") == "<redacted> (environment)")
        #expect(!"\(resolved)".contains(Self.canary))
        let layers = try SettingsLayers(
            flags: FlagLayer([], declarations: Settings.declarations), environment: ["LITELLM_API_KEY": Self.canary])
        #expect(!"\(layers)".contains(Self.canary))
    }
}

import Curl
import TestSupport
import Testing
import Threading

extension EndToEndTests {
    /// What people get wrong, and what they read then.
    @Suite("Bad input")
    struct BadInputTests {
        struct Mistake: Sendable, CustomTestStringConvertible {
            var what: String
            var arguments: [String] = []
            var environment: [String: String] = [:]
            /// A configuration file, `FILE` in ``sentence``.
            var file: String?
            /// What stands on standard error, whole.
            var sentence: String

            var testDescription: String { what }
        }

        static let url = "--litellm.url=http://127.0.0.1:1"
        static let key = ["LITELLM_API_KEY": "sk-1"]

        static let mistakes: [Mistake] = [
            Mistake(
                what: "nothing set",
                sentence:
                    "--litellm.url: is not set; give the address of your LiteLLM proxy by it or by LITELLM_URL, and a key by "
                    + "LITELLM_API_KEY, or try the command demo"),
            Mistake(
                what: "a URL that is none", environment: ["LITELLM_URL": "litellm"],
                sentence: "LITELLM_URL: the URL has no scheme; write it like http://litellm:4000 or "
                    + "https://litellm.example.com/prefix"),
            Mistake(
                what: "a URL of another kind", arguments: ["--litellm.url=ftp://litellm"],
                sentence: "--litellm.url: the URL must begin with http:// or https://"),
            Mistake(
                what: "a password in the URL", arguments: ["--litellm.url=http://me:secret@litellm"],
                sentence:
                    "--litellm.url: the URL must not hold a user or password; give the key by LITELLM_API_KEY or a file"
            ),
            Mistake(
                what: "no key", arguments: [url],
                sentence:
                    "LITELLM_API_KEY: is not set; set it to a key of the proxy, or name a file that holds it with "
                    + "--litellm.api-key-file"),
            Mistake(
                what: "a key in a flag", arguments: [url, "--litellm.api-key=sk-1"],
                sentence:
                    "--litellm.api-key: a key in a flag can be seen by every user of the machine; set LITELLM_API_KEY, "
                    + "or name a file that holds it with --litellm.api-key-file"),
            Mistake(
                what: "a key file that is not there", arguments: [url, "--litellm.api-key-file=/does/not/exist"],
                sentence:
                    "--litellm.api-key-file: the key file /does/not/exist cannot be read; check that it exists, is a file, and that "
                    + "the exporter's user may read it"),
            Mistake(
                what: "two keys", arguments: [url],
                environment: ["LITELLM_API_KEY": "sk-1", "LITELLM_API_KEY_FILE": "/does/not/exist"],
                sentence: "LITELLM_API_KEY: is set, and so is LITELLM_API_KEY_FILE; keep one of them"),
            Mistake(
                what: "an interval without a unit", arguments: [url, "--poll.teams-interval=30"], environment: key,
                sentence: "--poll.teams-interval: \"30\" is not a duration; write it like 30s or 5m"),
            Mistake(
                what: "an interval in a variable", arguments: [url],
                environment: ["LITELLM_BUDGET_EXPORTER_POLL_KEYS_INTERVAL": "soon"],
                sentence:
                    "LITELLM_BUDGET_EXPORTER_POLL_KEYS_INTERVAL: \"soon\" is not a duration; write it like 30s or 5m"),
            Mistake(
                what: "an interval in a file", file: "poll:\n  keys_interval: 30\n",
                sentence: "FILE:2: poll.keys_interval: \"30\" is not a duration; write it like 30s or 5m"),
            Mistake(
                what: "an unknown key in a file", file: "poll:\n  teams_intervall: 30s\n",
                sentence:
                    "FILE:2: poll.teams_intervall: there is no such setting; did you mean teams_interval under poll?"),
            Mistake(
                what: "a secret in a file", file: "litellm:\n  api_key: sk-1\n",
                sentence:
                    "FILE:2: litellm.api_key: a key does not belong in this file; set LITELLM_API_KEY, or name a file "
                    + "that holds it in litellm.api_key_file"),
            Mistake(
                what: "a file that is no YAML", file: "poll: {\n",
                sentence: "FILE:2: is not valid YAML: did not find expected node content"),
            Mistake(
                what: "a configuration file that is not there", arguments: ["--config.file=/does/not/exist.yaml"],
                sentence: "--config.file: /does/not/exist.yaml does not exist"),
            Mistake(
                what: "an unknown flag", arguments: ["--litellm.ulr=http://litellm"],
                sentence: "--litellm.ulr: there is no such flag; did you mean --litellm.url?"),
            Mistake(
                what: "an unknown command", arguments: ["chekc"],
                sentence: "chekc: there is no such command; did you mean check?"),
            Mistake(
                what: "a CA file that is not there", arguments: [url, "--litellm.ca-file=/does/not/exist.pem"],
                environment: key,
                sentence: "--litellm.ca-file: /does/not/exist.pem cannot be read: No such file or directory"),
        ]

        @Test(
            "A wrong setting ends it at once, in one sentence that says where, what and how to mend it",
            arguments: mistakes)
        func wrongSetting(mistake: Mistake) async throws {
            try await ScratchFolder.with { folder in
                var arguments = mistake.arguments
                var sentence = mistake.sentence
                if let text = mistake.file {
                    let file = try folder.write("exporter.yaml", text)
                    arguments.append("--config.file=\(file)")
                    sentence = sentence.replacing("FILE", with: file)
                }
                let outcome = try await Program.exporter(arguments, environment: mistake.environment).run()
                #expect(outcome.errors == sentence + "\n")
                #expect(outcome.output == "")
                #expect(outcome.status == 2)
            }
        }

        @Test(
            "A key in place of its hash is refused, and no part of it is repeated",
            arguments: ["flag", "env", "file", "team flag", "beside a hash"])
        func keyAsHash(layer: String) async throws {
            let key = "sk-vWxYz0123456789AbCdEf"
            try await ScratchFolder.with { folder in
                let file = try folder.write("exporter.yaml", "poll:\n  mode: listed\n  key_hash:\n    - \(key)\n")
                var arguments = [Self.url, "--poll.mode=listed"]
                var environment = Self.key
                let hash = String(repeating: "0a", count: 32)
                switch layer {
                case "flag": arguments.append("--poll.key-hash=\(key)")
                case "env": environment["LITELLM_BUDGET_EXPORTER_POLL_KEY_HASH"] = key
                case "file": arguments.append("--config.file=\(file)")
                case "team flag": arguments.append("--poll.team-id=\(key)")
                default: environment["LITELLM_BUDGET_EXPORTER_POLL_KEY_HASH"] = "\(hash),\(key)"
                }
                for command in ["serve", "check", "once"] {
                    let outcome = try await Program.exporter([command] + arguments, environment: environment).run()
                    #expect(outcome.status == 2, "\(command): \(outcome)")
                    #expect(outcome.output == "")
                    #expect(outcome.errors.split(separator: "\n").count == 1)
                    #expect(outcome.errors.contains("holds a key"), "\(outcome.errors)")
                    for start in 3..<(key.count - 4) {
                        let part = key.dropFirst(start).prefix(4)
                        #expect(!outcome.errors.contains(part), "\(part) in \(outcome.errors)")
                    }
                }
            }
        }

        struct Fault: Sendable, CustomTestStringConvertible {
            var what: String
            /// For the simulator's control route.
            var order: String
            /// Parts of what check and the log say.
            var mend: [String]

            var testDescription: String { what }
        }

        static let faults = [
            Fault(
                what: "a login page in between", order: #"{"effect":"login-page"}"#,
                mend: ["a web page came instead of JSON; is a login page or another server in front of LiteLLM?"]),
            Fault(
                what: "a redirect",
                order: #"{"effect":"redirect","location":"https://login.example.com/start?session=1"}"#,
                mend: [
                    "it redirects to https://login.example.com, which is not followed; "
                        + "set the URL to where LiteLLM itself answers"
                ]),
            Fault(
                what: "JSON of something else", order: #"{"effect":"status","status":200,"body":"[]"}"#,
                mend: ["the answer is not LiteLLM's JSON; check that the URL is LiteLLM's"]),
            Fault(
                what: "a server without these routes", order: #"{"effect":"status","status":404,"body":"Not Found"}"#,
                mend: ["a 404 came that is not LiteLLM's; check the base URL and its path prefix"]),
            Fault(
                what: "nothing for too long", order: #"{"effect":"hanging"}"#,
                mend: ["(timeout)"]),
        ]

        @Test("A proxy that is none is told by check, once and the log alike", arguments: faults)
        func wrongProxy(fault: Fault) async throws {
            guard Simulator.canBeBroken(for: fault.what) else { return }
            try await Simulator.with { simulator in
                try await simulator.inject(fault.order)
                let check = try await simulator.exporter(["check", "--litellm.timeout=2s"]).run()
                #expect(check.status == 1)
                let once = try await simulator.exporter(["once", "--litellm.timeout=2s"]).run()
                #expect(once.status == 1)
                #expect(once.output.contains("\nlitellm_up 0\n"))
                for part in fault.mend {
                    #expect(check.output.contains(part), "\(check.output)")
                    #expect(once.errors.contains(part), "\(once.errors)")
                }
            }
        }

        @Test("A proxy that is not there, or whose host is not, is told with its address")
        func unreachable() async throws {
            for (url, mend) in [
                ("http://127.0.0.1:1", "cannot connect to http://127.0.0.1:1"),
                ("http://litellm.invalid:4000", "check the name and the name server"),
            ] {
                let check = try await Program.exporter(["check", "--litellm.url=\(url)"], environment: Self.key).run()
                #expect(check.status == 1)
                #expect(check.output.contains(mend) && check.output.contains(url), "\(check.output)")
            }
        }

        @Test("A key that the proxy does not know is told so")
        func unknownKey() async throws {
            try await Simulator.with { simulator in
                let stranger = try Program.exporter(
                    ["check", "--litellm.url=\(simulator.url)"], environment: ["LITELLM_API_KEY": "sk-nobody-knows-it"])
                let outcome = try await stranger.run()
                #expect(outcome.status == 1)
                #expect(outcome.output.contains("LiteLLM does not know the exporter's key"), "\(outcome.output)")
            }
        }

        @Test("Variables that Kubernetes injects for a Service of its name disturb nothing")
        func kubernetes() async throws {
            let injected = [
                "LITELLM_BUDGET_EXPORTER_PORT": "tcp://10.0.0.1:4004",
                "LITELLM_BUDGET_EXPORTER_SERVICE_HOST": "10.0.0.1",
                "LITELLM_BUDGET_EXPORTER_PORT_4004_TCP": "tcp://10.0.0.1:4004", "LITELLM_PORT": "tcp://10.0.0.2:4000",
            ]
            try await RunningExporter.with(["demo"], environment: injected) { exporter in
                let response = try await exporter.get("/-/healthy")
                #expect(response.status == 200)
            }
        }
    }
}

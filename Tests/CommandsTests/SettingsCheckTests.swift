import Curl
import LiteLLMAdmin
import Testing

@testable import Commands

@Suite("Rules between settings") struct SettingsCheckTests {
    private static let proxy = ["--litellm.url=http://127.0.0.1:4000"]
    private static let key = ["LITELLM_API_KEY": "sk-0123456789"]

    @Test("The key and the key's file exclude each other, whatever the layers")
    func keyAndFile() {
        #expect(
            complaint(["--litellm.api-key-file=/k"], environment: Self.key)
                == "LITELLM_API_KEY: is set, and so is --litellm.api-key-file; keep one of them")
        #expect(
            complaint(environment: Self.key.merging(["LITELLM_API_KEY_FILE": "/k"]) { $1 })
                == "LITELLM_API_KEY: is set, and so is LITELLM_API_KEY_FILE; keep one of them")
        #expect(
            complaint(environment: Self.key, file: "\nlitellm:\n  api_key_file: /k")
                == "LITELLM_API_KEY: is set, and so is exporter.yaml:3: litellm.api_key_file; keep one of them")
        #expect(complaint(["--litellm.api-key-file=/k"], environment: ["LITELLM_API_KEY": ""]) == nil)
    }

    @Test("A client key needs its certificate")
    func clientKey() {
        #expect(
            complaint(["--litellm.client-key-file=k.pem"])
                == "--litellm.client-key-file: is of no use without --litellm.client-certificate-file; "
                + "set that too, or neither")
        #expect(complaint(["--litellm.client-certificate-file=both.pem"]) == nil)
    }

    @Test("Who sets when numbers become stale has to leave three intervals; the default gives way by itself")
    func staleness() {
        #expect(
            complaint(["--poll.stale-after=2m"], file: "poll:\n  keys_interval: 1m")
                == #"--poll.stale-after: "2m" is less than three times exporter.yaml:2: poll.keys_interval (1m), "#
                + "so that steady numbers would vanish; set at least 3m")
        #expect(complaint(["--poll.stale-after=3m"]) == nil)
        #expect(complaint(["--poll.keys-interval=1h"]) == nil)
    }

    @Test("Intervals under 15 s work with a warning that names the layer, under 1 s not at all")
    func shortIntervals() throws {
        let resolved = try resolve(
            ["--poll.teams-interval=14s"], environment: ["LITELLM_BUDGET_EXPORTER_POLL_KEYS_INTERVAL": "1s"])
        let rest =
            "is shorter than LiteLLM takes to write spend (10 to 15 s); 15s is as fresh, and gentler on the proxy"
        #expect(
            resolved.warnings == [
                "--poll.teams-interval: \"14s\" \(rest)", "LITELLM_BUDGET_EXPORTER_POLL_KEYS_INTERVAL: \"1s\" \(rest)",
            ])
        #expect(try resolve(["--poll.teams-interval=15s"]).warnings == [])
        #expect(
            complaint(["--poll.teams-interval=999ms"])
                == #"--poll.teams-interval: "999ms" is too short; the least is 1s"#)
    }

    @Test(
        "Who wants the proxy gets told what is missing",
        arguments: [
            (
                [], [:],
                "--litellm.url: is not set; give the address of your LiteLLM proxy by it or by LITELLM_URL, and a key by LITELLM_API_KEY, or try the command demo"
            ),
            (
                proxy, [:],
                "LITELLM_API_KEY: is not set; set it to a key of the proxy, "
                    + "or name a file that holds it with --litellm.api-key-file"
            ),
            (
                proxy + ["--litellm.api-key-file=/nowhere/key"], [:],
                "--litellm.api-key-file: the key file /nowhere/key cannot be read; "
                    + "check that it exists, is a file, and that the exporter's user may read it"
            ),
            (
                proxy, ["LITELLM_API_KEY": "sk-01234 56789"],
                "LITELLM_API_KEY: the variable holds no key: there are spaces, line breaks or characters outside ASCII in it"
            ),
            (
                proxy + ["--litellm.ca-file=/nowhere/ca.pem"], key,
                "--litellm.ca-file: /nowhere/ca.pem cannot be read: No such file or directory"
            ),
        ] as [([String], [String: String], String)])
    func proxyAccess(flags: [String], environment: [String: String], line: String) throws {
        let resolved = try resolve(flags, environment: environment)
        let error = #expect(throws: SettingError.self) { try resolved.proxyAccess() }
        #expect(error.map { "\($0)" } == line)
    }

    @Test("With an address and a key the proxy can be asked")
    func complete() throws {
        let access = try resolve(["--litellm.url=https://litellm.example.com/v/"], environment: Self.key).proxyAccess()
        #expect(access.url.description == "https://litellm.example.com/v")
        #expect(try access.credential.secret().reveal() == "sk-0123456789")
    }
}

import Polling
import Testing

@testable import Commands

@Suite("Listed accounts")
struct SettingsListedTests {
    private static let hash = String(repeating: "0f", count: 32)

    @Test("Teams and keys are listed by their ids and hashes, in any layer")
    func lists() throws {
        let settings = try resolve(
            ["--poll.mode=listed", "--poll.team-id=a b", "--poll.team-id", "c"],
            environment: ["LITELLM_BUDGET_EXPORTER_POLL_KEY_HASH": Self.hash.uppercased()]
        ).settings
        #expect(settings.poll.mode == .listed)
        #expect(settings.poll.teamIDs == ["a b", "c"])
        #expect(settings.poll.keyHashes == [Self.hash])
    }

    @Test("A key in place of its hash or of a team is refused, and no part of it is repeated, whatever names it")
    func refusesKeys() throws {
        let key = "sk-Zz09QWxyKKmn77RRtt"
        let others = ["Zz09QWxyKKmn77RRtt", Self.hash + "0", String(repeating: "g", count: 64)]
        let hidden = [
            "t0;\(key)", " \(key)", "\"\(key)\"", "Bearer \(key)", "key=\(key)", key.replacing("sk-", with: "SK-"),
        ]
        for (setting, secrets) in [("poll.key-hash", [key] + others), ("poll.team-id", [key] + hidden)] {
            let underscored = setting.replacing("-", with: "_")
            let variable =
                "LITELLM_BUDGET_EXPORTER_" + underscored.uppercased().replacing(".", with: "_")
            let yaml = String(underscored.dropFirst("poll.".count))
            for secret in secrets {
                let complaints = [
                    complaint(["--poll.mode=listed", "--\(setting)=\(secret)"]),
                    complaint(["--poll.mode=listed", "--\(setting)", secret]),
                    complaint(["--poll.mode=listed"], environment: [variable: secret]),
                    complaint(file: "poll:\n  mode: listed\n  \(yaml): \(secret)"),
                    complaint(file: "poll:\n  mode: listed\n  \(yaml):\n    - ok\n    - \(secret)"),
                ]
                for text in complaints {
                    let text = try #require(text, "\(setting) took a key")
                    #expect(!text.contains(secret.dropFirst(3).prefix(6)), "\(text)")
                    #expect(text.contains("holds"), "\(text)")
                }
            }
        }
    }

    @Test(
        "A list and its mode belong together",
        arguments: [
            (
                ["--poll.mode=listed"],
                "--poll.mode: is listed, but nothing is; give --poll.team-id, --poll.key-hash or both"
            ),
            (
                ["--poll.team-id=a"],
                "--poll.team-id: counts in the mode listed only; set --poll.mode listed, or use --include-team and its like"
            ),
            (
                ["--poll.mode=self", "--poll.users"],
                "--poll.users: needs an administrator's key; with --poll.mode self only its own key and team are read"
            ),
            (
                ["--poll.mode=self", "--exclude-team=*"],
                "--exclude-team: counts where all accounts are listed by the proxy; with --poll.mode listed or self leave it out"
            ),
        ])
    func listAndMode(flags: [String], line: String) {
        #expect(complaint(flags) == line)
    }
}

import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import Commands

@Suite("What check says of the state file") struct StateLocationTests {
    private func finding(_ choice: StateFileChoice, environment: [String: String] = [:]) -> Finding? {
        StateLocation(environment: environment, isRoot: false).finding(for: choice)
    }

    @Test("a file that could be written is named, and nothing is made for the answer")
    func usable() async throws {
        try await ScratchFolder.with { folder in
            let file = folder.path("ledgers.sqlite")
            #expect(finding(.path(file)) == Finding(.success, "state would be kept in \(file)"))
            let inNewFolder = folder.path("new/ledgers.sqlite")
            #expect(finding(.path(inNewFolder)) == Finding(.success, "state would be kept in \(inNewFolder)"))
            let home = ["HOME": folder.path]
            let usual = folder.path(".local/state/litellm-budget-exporter/ledgers.sqlite")
            #expect(finding(.automatic, environment: home) == Finding(.success, "state would be kept in \(usual)"))
            let made = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(made == [])
            #expect(finding(.off) == nil)
        }
    }

    @Test("what would leave the exporter without state is a warning that says why")
    func unusable() async throws {
        try await ScratchFolder.with { folder in
            func expect(_ choice: StateFileChoice, _ obstacle: String) {
                let text =
                    "no state would be kept, so that a restart begins histories anew: \(obstacle); see --state-file"
                #expect(finding(choice) == Finding(.warning, text))
            }
            let state = "the state file \(folder.path)"
            expect(.path(folder.path), "\(state) is a folder; name a file in it")
            expect(.path(folder.path + "/new/"), "\(state)/new/ is a folder; name a file in it")
            let link = folder.path("link")
            #expect(symlink(folder.path("nothing"), link) == 0)
            expect(.path(link), "\(state)/link is a symbolic link that leads nowhere; remove it, or mend it")
            expect(
                .path("/dev/null/ledgers.sqlite"),
                "the folder /dev/null/ of the state file: Not a directory; create it for this user")
            // Of a path that is set, no more than one folder is made.
            let deep = folder.path("a")
            expect(
                .path(deep + "/b/ledgers.sqlite"),
                "the folder \(deep)/b/ of the state file: No such file or directory; create it for this user")
            expect(.automatic, "there is no HOME to keep it in")
        }
    }
}

import Budgets
import FoundationEssentials
import Glibc
import Persistence
import TestSupport
import Testing
import Threading

@Suite("Where a state file lies", .timeLimit(.minutes(10))) struct PlaceTests {
    @Test("the file and its journal are for this user alone, whatever was there before")
    func modes() async throws {
        try await ScratchFolder.with { folder in
            for before in [nil, 0o644, 0o666, 0o400, 0o000] as [Int?] {
                if let before { chmod(folder.statePath, mode_t(before)) }
                let opened = try await folder.open()
                #expect(await opened.store.append([look(1)]).change == nil)
                #expect(opened.setAside == nil)
                #expect(try folder.names == ["state.db", "state.db-wal"])
                #expect(try folder.mode("state.db") == 0o600)
                #expect(try folder.mode("state.db-wal") == 0o600)
                await opened.store.close()
            }
        }
    }

    @Test("a folder that is missing is made, for this user alone; not one whose parent is missing")
    func makesItsFolder() async throws {
        try await ScratchFolder.with { folder in
            let opened = try await folder.open("new/state.db")
            #expect(await opened.store.append([look(1)]).change == nil)
            #expect(try folder.mode("new") == 0o700)
            let error = try await folder.refusal("a/b/state.db")
            #expect(
                error.description
                    == "the folder \(folder.path("a/b/")) of the state file: No such file or directory; create it for this user"
            )
            try folder.write("file", "")
            let other = try await folder.refusal("file/state.db")
            #expect(other.description.contains("Not a directory"))
        }
    }

    @Test("a folder, a pipe or a device in its place is left alone")
    func notFiles() async throws {
        try await ScratchFolder.with { folder in
            mkdir(folder.statePath, 0o755)
            #expect(try await folder.refusal() == .isFolder(path: folder.statePath))
            #expect(try await folder.refusal("state.db/") == .isFolder(path: folder.path("state.db/")))
            #expect(try await folder.refusal("state.db/..") == .isFolder(path: folder.path("state.db/..")))
            mkfifo(folder.path("pipe"), 0o600)
            #expect(try await folder.refusal("pipe") == .notAFile(path: folder.path("pipe")))
            symlink("/dev/null", folder.path("null"))
            #expect(try await folder.refusal("null") == .notAFile(path: "/dev/null"))
            let names = try folder.names
            #expect(names == ["null", "pipe", "state.db"])
        }
        let opening = await LedgerStore.open(LedgerFile(path: "", proxy: "http://localhost:4000"), time: ManualTime())
        guard case .withoutState(.noName) = opening else { Issue.record("\(opening)"); return }
    }

    @Test("a symbolic link is followed, and stays one when its file is set aside")
    func followsLinks() async throws {
        try await ScratchFolder.with { folder in
            mkdir(folder.path("disk"), 0o700)
            try folder.write("disk/real.db", "")
            symlink(folder.path("disk/real.db"), folder.statePath)
            do {
                let opened = try await folder.open()
                #expect(await opened.store.append([look(1)]).change == nil)
                #expect(try folder.names == ["disk", "state.db"])
                await opened.store.close()
            }
            #expect(try await folder.open().contents.looks == [look(1)])
            try folder.write("disk/real.db", "rubbish")
            #expect(try await folder.open().setAside?.path == folder.path("disk/real.db"))
            #expect(try folder.names == ["disk", "state.db"])
            symlink(folder.path("nowhere"), folder.path("broken"))
            #expect(try await folder.refusal("broken") == .brokenLink(path: folder.path("broken")))
        }
    }

    @Test(
        "names that mean something to SQLite are names like any other",
        arguments: [":memory:", "file:x?mode=memory", "a b%20'\"é"])
    func oddNames(name: String) async throws {
        try await ScratchFolder.with { folder in
            do {
                let opened = try await folder.open(name)
                #expect(await opened.store.append([look(1)]).change == nil)
                await opened.store.close()
            }
            #expect(try folder.names == [name])
            #expect(try await folder.open(name).contents.looks == [look(1)])
        }
    }
}

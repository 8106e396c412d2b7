import Budgets
import FoundationEssentials
import Glibc
import Persistence
import TestSupport
import Testing
import Threading

@Suite("Where a state file lies", .timeLimit(.minutes(2))) struct PlaceTests {
    @Test("the file and its journal are for this user alone, whatever was there before")
    func modes() async throws {
        try await ScratchFolder.with { folder in
            for before in [nil, 0o644, 0o666, 0o400, 0o000] as [Int?] {
                if let before { chmod(folder.statePath, mode_t(before)) }
                let opened = try await folder.open()
                #expect(await opened.store.append([look(1)]) == nil)
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
            #expect(await opened.store.append([look(1)]) == nil)
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
        let opening = await LedgerStore.open(LedgerFile(path: ""), time: ManualTime())
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
                #expect(await opened.store.append([look(1)]) == nil)
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

    @Test("names that mean something to SQLite are names like any other", arguments: [":memory:", "file:x?mode=memory", "a b%20'\"é"])
    func oddNames(name: String) async throws {
        try await ScratchFolder.with { folder in
            do {
                let opened = try await folder.open(name)
                #expect(await opened.store.append([look(1)]) == nil)
                await opened.store.close()
            }
            #expect(try folder.names == [name])
            #expect(try await folder.open(name).contents.looks == [look(1)])
        }
    }
}

@Suite("State files that others hold", .timeLimit(.minutes(2))) struct LockTests {
    @Test("a file that is held is waited for, and opened once it is free")
    func waits() async throws {
        try await ScratchFolder.with { folder in
            let holder = try await folder.open().store
            #expect(await holder.append([look(1)]) == nil)
            let time = ManualTime()
            async let opening = LedgerStore.open(
                LedgerFile(path: folder.statePath), time: time, waitingAtMost: .seconds(30))
            for _ in 0..<20 {
                try await time.sleepers(atLeast: 1)
                time.advance(by: .seconds(1))
            }
            try await time.sleepers(atLeast: 1)
            await holder.close()
            time.advance(by: .seconds(1))
            guard case .opened(_, let stored, nil) = await opening else { Issue.record("not opened"); return }
            #expect(Array(stored.looks) == [look(1)])
        }
    }

    @Test("waiting ends after its time, and the file stays untouched")
    func givesUp() async throws {
        try await ScratchFolder.with { folder in
            let holder = try await folder.open().store
            let time = ManualTime()
            async let opening = LedgerStore.open(
                LedgerFile(path: folder.statePath), time: time, waitingAtMost: .seconds(30))
            for _ in 0..<30 {
                try await time.sleepers(atLeast: 1)
                time.advance(by: .seconds(1))
            }
            guard case .withoutState(let error) = await opening else { Issue.record("opened"); return }
            #expect(error == .locked(path: folder.statePath, waited: .seconds(30)))
            #expect(await holder.append([look(1)]) == nil)
            #expect(try folder.names == ["state.db", "state.db-wal"])
        }
    }

    @Test("waiting ends when its task is cancelled")
    func isCancelled() async throws {
        try await ScratchFolder.with { folder in
            let holder = try await folder.open().store
            let time = ManualTime()
            let path = folder.statePath
            let waiting = Task { await LedgerStore.open(LedgerFile(path: path), time: time) }
            try await time.sleepers(atLeast: 1)
            waiting.cancel()
            guard case .withoutState(let error) = await waiting.value else { Issue.record("opened"); return }
            #expect(error == .cancelled(path: path))
            await holder.close()
        }
    }

    @Test("somebody who reads the file with another tool is waited for as well")
    func waitsForReaders() async throws {
        try await ScratchFolder.with { folder in
            let store = try await folder.open().store
            await store.close()
            let reader = try Reader(folder.statePath)
            #expect(try await folder.refusal() == .locked(path: folder.statePath, waited: .zero))
            reader.close()
            _ = try await folder.open()
        }
    }
}

@Suite("State files that are lost while in use", .timeLimit(.minutes(2))) struct LossTests {
    @Test("a file that somebody removes is begun anew, and a fold asked for", arguments: ["removed", "replaced", "folder"])
    func vanishes(how: String) async throws {
        try await ScratchFolder.with { folder in
            let store = try await folder.open("state/state.db").store
            let path = folder.path("state/state.db")
            #expect(await store.append([look(1)]) == nil)
            #expect(await store.isWritable)
            switch how {
            case "removed": folder.remove("state/state.db")
            case "replaced":
                folder.remove("state/state.db")
                try folder.write("state/state.db", "rubbish")
            default: folder.remove("state")
            }
            #expect(await store.append([look(2)]) == .failing(.vanished(path: path)))
            #expect(await !store.isWritable)
            #expect(await !store.wantsFold)
            guard case .worksAgain(let setAside) = await store.append([look(3)]) else { Issue.record("silent"); return }
            #expect((setAside != nil) == (how == "replaced"))
            #expect(await store.isWritable)
            #expect(await store.wantsFold)
            #expect(await store.fold([FoldedLedger(account: .team("a"), seenAt: Timestamp(unixSeconds: 1), bytes: [3])], upTo: 3) == nil)
            #expect(await !store.wantsFold)
            await store.close()
            let contents = try await folder.open("state/state.db").contents
            #expect(contents.looks == [])
            #expect(contents.folded.mapValues(\.bytes) == [.team("a"): [3]])
        }
    }

    @Test("a failure that lasts is said once")
    func saysItOnce() async throws {
        try await ScratchFolder.with { folder in
            let store = try await folder.open("state/state.db").store
            #expect(await store.append([look(1)]) == nil)
            folder.remove("state")
            try folder.write("state", "in the way")
            let path = folder.path("state/state.db")
            #expect(await store.append([look(2)]) == .failing(.vanished(path: path)))
            guard case .failing(.folder) = await store.append([look(3)]) else { Issue.record("silent"); return }
            #expect(await store.append([look(4)]) == nil)
            #expect(await store.append([look(5)]) == nil)
            folder.remove("state")
            #expect(await store.append([look(6)]) == .worksAgain(setAside: nil))
            await store.close()
            #expect(try await folder.open("state/state.db").contents.looks == (2...6).map { look($0) })
        }
    }
}

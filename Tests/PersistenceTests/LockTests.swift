import Persistence
import TestSupport
import Testing
import Threading

@Suite("State files that others hold", .timeLimit(.minutes(10))) struct LockTests {
    @Test("a file that is held is waited for, and opened once it is free")
    func waits() async throws {
        try await ScratchFolder.with { folder in
            let holder = try await folder.open().store
            #expect(await holder.append([look(1)]).change == nil)
            let time = ManualTime()
            async let opening = LedgerStore.open(
                LedgerFile(path: folder.statePath, proxy: "http://localhost:4000"), time: time,
                waitingAtMost: .seconds(30))
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
                LedgerFile(path: folder.statePath, proxy: "http://localhost:4000"), time: time,
                waitingAtMost: .seconds(30))
            for _ in 0..<30 {
                try await time.sleepers(atLeast: 1)
                time.advance(by: .seconds(1))
            }
            guard case .withoutState(let error) = await opening else { Issue.record("opened"); return }
            #expect(error == .locked(path: folder.statePath, waited: .seconds(30)))
            #expect(await holder.append([look(1)]).change == nil)
            #expect(try folder.names == ["state.db", "state.db-wal"])
        }
    }

    @Test("waiting ends when its task is cancelled")
    func isCancelled() async throws {
        try await ScratchFolder.with { folder in
            let holder = try await folder.open().store
            let time = ManualTime()
            let path = folder.statePath
            let waiting = Task {
                await LedgerStore.open(LedgerFile(path: path, proxy: "http://localhost:4000"), time: time)
            }
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

import Budgets
import Glibc
import Persistence
import TestSupport
import Testing
import Threading

@Suite("State files that are lost while in use", .timeLimit(.minutes(10))) struct LossTests {
    @Test(
        "a file that somebody removes is begun anew, and a fold asked for",
        arguments: ["removed", "replaced", "folder"])
    func vanishes(how: String) async throws {
        try await ScratchFolder.with { folder in
            let store = try await folder.open("state/state.db").store
            let path = folder.path("state/state.db")
            #expect(await store.append([look(1)]).change == nil)
            #expect(await store.isWritable)
            switch how {
            case "removed": folder.remove("state/state.db")
            case "replaced":
                folder.remove("state/state.db")
                try folder.write("state/state.db", "rubbish")
            default: folder.remove("state")
            }
            #expect(await store.append([look(2)]).change == .failing(.vanished(path: path)))
            #expect(await !store.isWritable)
            let outcome = await store.append([look(3)])
            guard case .worksAgain(let setAside) = outcome.change else { Issue.record("\(outcome)"); return }
            #expect((setAside != nil) == (how == "replaced"))
            #expect(outcome.isWritten)
            #expect(outcome.wantedFold == .all)
            let ledger = FoldedLedger(account: .team("a"), seenAt: Timestamp(unixSeconds: 1), bytes: [3])
            let folded = await store.fold([ledger], upTo: 3)
            #expect(folded.isWritten && folded.change == nil && folded.wantedFold == nil, "\(folded)")
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
            #expect(await store.append([look(1)]).change == nil)
            folder.remove("state")
            try folder.write("state", "in the way")
            let path = folder.path("state/state.db")
            #expect(await store.append([look(2)]).change == .failing(.vanished(path: path)))
            guard case .failing(.folder) = await store.append([look(3)]).change else { Issue.record("silent"); return }
            #expect(await store.append([look(4)]).change == nil)
            #expect(await store.append([look(5)]).change == nil)
            folder.remove("state")
            #expect(await store.append([look(6)]).change == .worksAgain(setAside: nil))
            await store.close()
            #expect(try await folder.open("state/state.db").contents.looks == (2...6).map { look($0) })
        }
    }

    @Test("a file that is damaged while in use is set aside at the next write")
    func isDamaged() async throws {
        try await ScratchFolder.with { folder in
            let accounts = (0..<20_000).map { AccountID.team("team \($0)") }
            let looks = accounts.enumerated().map { look($0 + 1, at: $1) }
            do {
                let store = try await folder.open().store
                #expect(await store.append(looks).change == nil)
                await store.close()
            }
            let opened = try await folder.open()
            #expect(truncate(folder.statePath, 4_096 * 3) == 0)
            let more = accounts.enumerated().map { look($0 + 30_000, at: $1) }
            #expect(await opened.store.append(more).change == .failing(.damaged(path: folder.statePath)))
            let outcome = await opened.store.append([look(60_000)])
            guard case .worksAgain(let setAside?) = outcome.change else { Issue.record("\(outcome)"); return }
            #expect("\(setAside.reason)".hasPrefix("it is damaged: "))
            #expect(outcome.wantedFold == .all)
            await opened.store.close()
            let contents = try await folder.open().contents
            #expect(contents.looks == more + [look(60_000)])
        }
    }

    @Test("very many looks that cannot be written are dropped, and a fold makes up for them")
    func dropsVeryMany() async throws {
        try await ScratchFolder.with { folder in
            let store = try await folder.open("state/state.db").store
            #expect(await store.append([look(1)], lookedAt: [.team: Timestamp(unixSeconds: 1)]).change == nil)
            folder.remove("state")
            try folder.write("state", "in the way")
            for batch in 0..<2 {
                let looks = (0..<60_000).map { look($0 + 2 + batch * 60_000) }
                _ = await store.append(looks, lookedAt: [.team: Timestamp(unixSeconds: 2)])
                #expect(await !store.isWritable)
            }
            folder.remove("state")
            let outcome = await store.append([look(200_000)], lookedAt: [.team: Timestamp(unixSeconds: 3)])
            #expect(outcome.change == .worksAgain(setAside: nil))
            #expect(outcome.wantedFold == .all)
            #expect(await store.append([], lookedAt: [.team: Timestamp(unixSeconds: 4)]).isWritten)
            let ledger = FoldedLedger(account: .team("a"), seenAt: Timestamp(unixSeconds: 1), bytes: [7])
            #expect(await store.fold([ledger], upTo: 200_000).change == nil)
            #expect(await store.append([look(200_001)]).change == nil)
            await store.close()
            let contents = try await folder.open("state/state.db").contents
            #expect(contents.looks == [look(200_001)])
            // Nobody says that all was looked at while looks were lost.
            #expect(contents.lookedAt == [:])
        }
    }
}

import Budgets
import FoundationEssentials
import Persistence
import Polling
import TestSupport
import Threading

/// A file in the place of the state file is used whole or set aside, and from then on there is state.
struct StateFileBody {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func run() async throws {
        try await ScratchFolder.with { folder in
            try Data(bytes).write(to: URL(filePath: folder.path("state.db")))
            let file = LedgerFile(path: folder.path("state.db"), proxy: "http://localhost:4000")
            let (store, stored, setAside) = try await open(file)
            if let setAside {
                let kept = FileManager.default.contents(atPath: setAside.newPath).map { Array($0) }
                try BrokenPromise.unless(
                    kept.map(Self.withoutJournal) == Self.withoutJournal(bytes),
                    "what is set aside is not kept as it was")
                try BrokenPromise.unless(
                    stored.folded.isEmpty && stored.looks.count == 0, "a part of what is set aside is used")
            }
            let look = RecordedLook(
                number: stored.lastNumber &+ 1, account: .team("new"), time: Timestamp(unixSeconds: 1_795_222_095),
                since: nil, spend: 1, limit: .unlimited)
            let outcome = await store.append([look])
            try BrokenPromise.unless(outcome.isWritten, "what was opened cannot be written")
            await store.close()
            let (again, storedAgain, setAsideAgain) = try await open(file)
            try BrokenPromise.unless(setAsideAgain == nil, "what was in use is set aside")
            try BrokenPromise.unless(
                storedAgain.looks.contains { $0.account == look.account } && storedAgain.folded == stored.folded,
                "what was written is not read again")
            await again.close()
        }
    }

    /// All but what SQLite writes into a header as it begins a journal, before it reads what is behind it: the journal's
    /// kind, the counts of changes and pages, and its own version.
    private static func withoutJournal(_ file: [UInt8]) -> [UInt8] {
        var file = file
        for field in [18..<20, 24..<32, 92..<100] where field.upperBound <= file.count {
            for index in field { file[index] = 0 }
        }
        return file
    }

    private func open(_ file: LedgerFile) async throws -> (LedgerStore, StoredLedgers, SetAside?) {
        switch await LedgerStore.open(file, time: ManualTime(), waitingAtMost: .zero) {
        case .opened(let store, let stored, let setAside): return (store, stored, setAside)
        case .withoutState(let error): throw BrokenPromise("there is no state: \(error)")
        }
    }
}

import Budgets
import CSQLite
import FoundationEssentials
import Glibc
import Persistence
import TestSupport
import Testing
import Threading

/// What a state file holds, to be compared.
struct Contents: Equatable {
    var folded: [AccountID: StoredLedgers.Ledger] = [:]
    var looks: [RecordedLook] = []
    var lookedAt: [AccountKind: Timestamp] = [:]
    var lastNumber = 0

    init() {}

    init(_ stored: StoredLedgers) {
        folded = stored.folded
        looks = Array(stored.looks)
        lookedAt = stored.lookedAt
        lastNumber = stored.lastNumber
    }
}

/// A state file that was opened.
struct Opened {
    let store: LedgerStore
    let contents: Contents
    let setAside: SetAside?
}

extension ScratchFolder {
    var statePath: String { path("state.db") }

    /// Opens a state file, which has to succeed.
    func open(
        _ name: String = "state.db", time: any TimeSource = ManualTime(),
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Opened {
        let file = LedgerFile(path: path(name), proxy: "http://localhost:4000")
        #expect(file.foreseeableError() == nil, sourceLocation: sourceLocation)
        let opening = await LedgerStore.open(file, time: time, waitingAtMost: .zero)
        guard case .opened(let store, let stored, let setAside) = opening else {
            Issue.record("not opened: \(opening)", sourceLocation: sourceLocation)
            throw NotOpened()
        }
        return Opened(store: store, contents: Contents(stored), setAside: setAside)
    }

    /// Opens a state file, which has to fail.
    func refusal(
        _ name: String = "state.db", sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> LedgerFileError {
        let file = LedgerFile(path: path(name), proxy: "http://localhost:4000")
        let foreseen = file.foreseeableError()
        let opening = await LedgerStore.open(file, time: ManualTime(), waitingAtMost: .zero)
        guard case .withoutState(let error) = opening else {
            Issue.record("opened", sourceLocation: sourceLocation)
            throw NotOpened()
        }
        switch error {
        // Only who opens it finds these.
        case .locked, .diskFull, .cannotSetAside, .failed: #expect(foreseen == nil, sourceLocation: sourceLocation)
        default: #expect(foreseen == error, sourceLocation: sourceLocation)
        }
        return error
    }

    /// The names of all files, in order.
    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }

    func bytes(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(filePath: path(name))))
    }

    func write(_ name: String, bytes: some Collection<UInt8>) throws {
        try Data(bytes).write(to: URL(filePath: path(name)))
    }

    func remove(_ name: String) {
        try? FileManager.default.removeItem(atPath: path(name))
    }

    /// The permissions of a file, as `ls` orders them.
    func mode(_ name: String) throws -> Int {
        var status = stat()
        guard lstat(path(name), &status) == 0 else { throw NoFile(name: name) }
        return Int(status.st_mode & 0o777)
    }

    /// Runs statements of SQL on a database that nobody else has open.
    func run(_ sql: String, on name: String = "state.db") throws {
        var database: OpaquePointer?
        defer { sqlite3_close_v2(database) }
        guard sqlite3_open(path(name), &database) == SQLITE_OK, sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK
        else { throw SQLFailure(message: String(cString: sqlite3_errmsg(database))) }
    }
}

struct NotOpened: Error {}

struct NoFile: Error {
    let name: String
}

struct SQLFailure: Error {
    let message: String
}

/// A look that differs from others by its number.
func look(_ number: Int, at account: AccountID = .team("a"), spend: Double? = nil) -> RecordedLook {
    RecordedLook(
        number: number, account: account, time: Timestamp(unixSeconds: 1_795_222_095 + Double(number)), since: nil,
        skew: .milliseconds(-number * 375), spend: USD(spend ?? Double(number)), limit: .limited(100))
}

func ledger(_ account: AccountID = .team("a"), _ text: String, seenAt: Double = 1_795_222_000) -> FoldedLedger {
    FoldedLedger(account: account, seenAt: Timestamp(unixSeconds: seenAt), bytes: Array(text.utf8))
}

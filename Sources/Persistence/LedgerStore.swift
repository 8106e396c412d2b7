public import Budgets
public import Threading

/// Keeps what ledgers have eaten in a file, so that a restart goes on where the last run ended, however it ended.
///
/// Looks are appended; now and then the ledgers that have eaten them are kept in their place. All of it runs on a thread of
/// its own: a disk that hangs delays nobody but who asks the store. While the file cannot be written, the looks wait in
/// memory.
public actor LedgerStore {
    /// Above it, a fold is asked for: so many are read in a second or two, and take some 30 MB.
    private static let comfortableLookCount = 250_000
    /// How many looks wait in memory while the file cannot be written. Beyond, they are dropped, and a fold makes up for it.
    private static let waitingLimit = 100_000

    private let executor: ThreadExecutor
    private let time: any TimeSource
    private var file: LedgerFile
    /// Nil before it is opened and after it is closed.
    private var state: State?
    private var failure: LedgerFileError?
    private var waiting: [RecordedLook] = []
    private var waitingLookedAt: [AccountKind: Timestamp] = [:]
    private var lookCount = 0
    private var hasGap = false

    private enum State {
        case open(LedgerTables, LedgerFile.Identity)
        /// The file was lost while in use; what lies in its place is of no use.
        case lost(Unusability)
    }

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ file: LedgerFile, time: any TimeSource) {
        executor = ThreadExecutor()
        self.time = time
        self.file = file
    }

    /// Whether what was handed over last has been written.
    public var isWritable: Bool {
        guard case .open = state else { return false }
        return failure == nil
    }

    /// Appends looks in one transaction, and before them those that could not be written until now. Once this returns, they
    /// outlive the process, however it ends; a machine that loses power may lose the last few transactions, whole.
    ///
    /// - Parameters:
    ///   - looks: In the order of their numbers. One without a finite time or spend is passed over.
    ///   - lookedAt: When a kind was looked at in whole, if it was since last time.
    public func append(_ looks: [RecordedLook], lookedAt: [AccountKind: Timestamp] = [:]) -> Outcome {
        write(looks, lookedAt) { (tables, looks, lookedAt) throws(SQLiteError) in
            try tables.append(looks, lookedAt: lookedAt)
            self.lookCount += looks.count
        }
    }

    /// Keeps ledgers in place of the looks that they have eaten, in one transaction. One that fails has changed nothing.
    ///
    /// - Parameters:
    ///   - ledgers: Of those that have eaten a look since they were last folded, or of all. Others stay as they are kept.
    ///   - number: Of the newest look that any of them has eaten. Looks at their accounts up to it are dropped, also such
    ///     as are handed over later.
    ///   - gone: Accounts to forget altogether.
    public func fold(_ ledgers: [FoldedLedger], upTo number: Int, forgetting gone: [AccountID] = []) -> Outcome {
        write([], [:]) { (tables, looks, lookedAt) throws(SQLiteError) in
            try tables.fold(ledgers, upTo: number, forgetting: gone, adding: looks, lookedAt: lookedAt)
            self.lookCount = try tables.countLooks()
            self.hasGap = false
        }
    }

    /// Closes the file and lets others have it; what is handed over from now on is lost.
    public func close() {
        state = nil
        waiting = []
        waitingLookedAt = [:]
    }

    /// Takes over what was opened.
    func use(_ opened: LedgerFile.Opened) throws(LedgerFileError) {
        guard let identity = opened.file.identity else { throw .vanished(path: opened.file.path) }
        state = .open(opened.tables, identity)
        // By its path without links: who changes a link while it is in use changes nothing.
        file = opened.file
        lookCount = opened.lookCount
    }

    private func write(
        _ looks: [RecordedLook], _ lookedAt: [AccountKind: Timestamp],
        _ body: (LedgerTables, [RecordedLook], [AccountKind: Timestamp]) throws(SQLiteError) -> Void
    ) -> Outcome {
        guard let state else { return outcome(nil) }
        waiting += looks
        // Over a gap it would say that nothing changed where a look was lost.
        if !hasGap { waitingLookedAt.merge(lookedAt) { $1 } }
        let before = failure
        do throws(LedgerFileError) {
            let (tables, setAside) = try usableTables(state)
            do throws(SQLiteError) {
                try body(tables, waiting, waitingLookedAt)
            } catch {
                throw LedgerFileError(error, path: file.path)
            }
            waiting = []
            waitingLookedAt = [:]
            failure = nil
            return outcome(before == nil ? nil : .worksAgain(setAside: setAside))
        } catch {
            if case .damaged = error { self.state = .lost(.damaged("SQLite found it so while it was in use")) }
            if case .vanished = error { self.state = .lost(.stranger) }
            if waiting.count > Self.waitingLimit {
                waiting = []
                waitingLookedAt = [:]
                hasGap = true
            }
            failure = error
            return outcome(before == error ? nil : .failing(error))
        }
    }

    private func outcome(_ change: Change?) -> Outcome {
        let isLong = lookCount > Self.comfortableLookCount
        return Outcome(
            isWritten: isWritable, change: change,
            wantedFold: !isWritable ? nil : hasGap ? .all : isLong ? .changed : nil)
    }

    /// The tables while their file is where it was; after it was lost, new ones, which a fold has to fill.
    private func usableTables(_ state: State) throws(LedgerFileError) -> (LedgerTables, SetAside?) {
        switch state {
        case .open(let tables, let identity):
            guard file.identity == identity else { throw .vanished(path: file.path) }
            return (tables, nil)
        case .lost(let verdict):
            let opened = try file.openAnew(at: time.now(), because: verdict)
            try use(opened)
            waitingLookedAt = [:]
            hasGap = true
            return (opened.tables, opened.setAside)
        }
    }
}

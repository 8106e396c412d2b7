import Persistence
import Threading

/// Keeps what the ledgers of a watch have eaten in the state file, off the sweeps' path.
struct LedgerKeeper: Sendable {
    private static let foldInterval: Duration = .seconds(3600)

    let store: LedgerStore
    private let watch: Watch
    private let time: any TimeSource
    private let log: @Sendable (Notice) -> Void

    /// Opens the state file and restores the ledgers from it. Nil where there is none to be used, which is said.
    init?(
        opening file: LedgerFile, for watch: Watch, time: any TimeSource, log: @escaping @Sendable (Notice) -> Void
    ) async {
        await watch.stateFile(isUp: false)
        switch await LedgerStore.open(file, time: time, isWaiting: { log(.stateIsAwaited($0)) }) {
        case .withoutState(.cancelled): return nil
        case .withoutState(let error):
            log(.stateIsMissing(error))
            return nil
        case .opened(let store, let stored, let setAside):
            if let setAside { log(.stateWasSetAside(setAside)) }
            let unreadable = await watch.restore(stored, at: Moment(uptime: time.uptime, now: time.now()))
            if unreadable > 0 { log(.stateIsUnreadable(ledgers: unreadable)) }
            self.store = store
            self.watch = watch
            self.time = time
            self.log = log
        }
    }

    /// Writes whenever `signals` tells that there may be something, until they end.
    func run(_ signals: AsyncStream<Void>) async {
        var foldedAt = time.uptime
        var owed = LedgerStore.FoldExtent.changed
        for await _ in signals {
            guard let outcome = await append() else {
                owed = .all
                if await fold(owed) { owed = .changed }
                continue
            }
            if outcome.wantedFold == .all { owed = .all }
            let isDue = outcome.wantedFold != nil || time.uptime - foldedAt >= Self.foldInterval
            guard outcome.isWritten, isDue else { continue }
            // Which ledgers had changed is forgotten by then, so that one that fails is made up for by all.
            owed = await fold(owed) ? .changed : .all
            foldedAt = time.uptime
        }
    }

    /// Writes what is left, and lets go of the file.
    func finish() async {
        let outcome = await append()
        _ = await fold(outcome.map { $0.wantedFold ?? .changed } ?? .all)
        await store.close()
    }

    /// Nil where looks were lost on the way.
    private func append() async -> LedgerStore.Outcome? {
        let records = await watch.takeRecords()
        guard let looks = records.looks else { return nil }
        let outcome = await store.append(looks, lookedAt: records.lookedAt)
        await tell(outcome)
        return outcome
    }

    /// Whether it is in the file.
    private func fold(_ extent: LedgerStore.FoldExtent) async -> Bool {
        let fold = await watch.takeFold(
            all: extent == .all, at: Moment(uptime: time.uptime, now: time.now()))
        let outcome = await store.fold(fold.ledgers, upTo: fold.number, forgetting: fold.forgotten)
        await tell(outcome)
        return outcome.isWritten
    }

    private func tell(_ outcome: LedgerStore.Outcome) async {
        await watch.stateFile(isUp: outcome.isWritten)
        switch outcome.change {
        case .failing(let error): log(.stateFails(error))
        case .worksAgain(let setAside): log(.stateWorksAgain(setAside))
        case nil: break
        }
    }
}

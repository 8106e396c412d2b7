import Persistence
import Threading

/// Keeps what the ledgers of a watch have eaten in the state file, off the sweeps' path.
struct LedgerKeeper: Sendable {
    private static let foldInterval: Duration = .seconds(3600)

    private let store: LedgerStore
    private let watch: Watch
    private let time: any TimeSource
    private let log: @Sendable (Notice) -> Void

    /// Opens the state file and restores the ledgers from it. Nil where there is none to be used, which is said.
    init?(
        opening file: LedgerFile, for watch: Watch, time: any TimeSource, log: @escaping @Sendable (Notice) -> Void
    ) async {
        switch await LedgerStore.open(file, time: time) {
        case .withoutState(let error):
            await watch.stateFile(isUp: false)
            log(.stateIsMissing(error))
            return nil
        case .opened(let store, let stored, let setAside):
            if let setAside { log(.stateWasSetAside(setAside)) }
            await watch.restore(stored, at: Moment(uptime: time.uptime, now: time.now()))
            self.store = store
            self.watch = watch
            self.time = time
            self.log = log
        }
    }

    /// Writes whenever `signals` tells that there may be something, until they end.
    func run(_ signals: AsyncStream<Void>) async {
        var foldedAt = time.uptime
        var isWhole = true
        for await _ in signals {
            let records = await watch.takeRecords()
            isWhole = await tell(store.append(records.looks, lookedAt: records.lookedAt)) && isWhole
            let isDue = time.uptime - foldedAt >= Self.foldInterval
            guard await store.isWritable else { continue }
            guard await store.wantsFold || isDue || !isWhole else { continue }
            isWhole = await fold(all: !isWhole)
            foldedAt = time.uptime
        }
    }

    /// Writes what is left, and lets go of the file.
    func finish() async {
        let records = await watch.takeRecords()
        _ = await tell(store.append(records.looks, lookedAt: records.lookedAt))
        _ = await fold(all: false)
        await store.close()
    }

    /// Whether the file now holds all that it was to hold.
    private func fold(all: Bool) async -> Bool {
        let fold = await watch.takeFold(all: all, at: Moment(uptime: time.uptime, now: time.now()))
        return await tell(store.fold(fold.ledgers, upTo: fold.number, forgetting: fold.forgotten))
    }

    private func tell(_ change: LedgerStore.Change?) async -> Bool {
        switch change {
        case .failing(let error): log(.stateFails(error))
        case .worksAgain(let setAside): log(.stateWorksAgain(setAside))
        case nil: break
        }
        let isUp = await store.isWritable
        await watch.stateFile(isUp: isUp)
        // What was lost while it failed, or lay in the file that was set aside, is made up for by all ledgers.
        if case .worksAgain = change { return false }
        return isUp
    }
}

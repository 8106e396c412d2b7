public import Threading

extension LedgerStore {
    public enum Opening: Sendable {
        /// - Parameter setAside: What became of a file that could not be used, where there was one.
        case opened(LedgerStore, StoredLedgers, setAside: SetAside?)
        case withoutState(LedgerFileError)
    }

    /// Opens a state file, which is created if there is none, and reads it.
    ///
    /// Waits for who holds the file, an exporter that is about to end for instance, which `isWaiting` is told once; ends
    /// early when cancelled.
    public static func open(
        _ file: LedgerFile, time: any TimeSource, waitingAtMost patience: Duration = .seconds(30),
        isWaiting: @Sendable (LedgerFileError) -> Void = { _ in }
    ) async -> Opening {
        let store = LedgerStore(file, time: time)
        return await store.opening(file, time, patience, isWaiting)
    }

    private func opening(
        _ file: LedgerFile, _ time: any TimeSource, _ patience: Duration,
        _ isWaiting: @Sendable (LedgerFileError) -> Void
    ) async -> Opening {
        let start = time.uptime
        var isKnownToWait = false
        while true {
            do throws(LedgerFileError) {
                let opened = try file.open(at: time.now())
                try use(opened)
                return .opened(self, opened.stored, setAside: opened.setAside)
            } catch {
                let waited = time.uptime - start
                guard case .locked(let path, _) = error else { return .withoutState(error) }
                guard waited < patience else { return .withoutState(.locked(path: path, waited: patience)) }
                if !isKnownToWait { isWaiting(error) }
                isKnownToWait = true
            }
            do {
                try await time.sleep(for: min(.milliseconds(100), patience))
            } catch {
                return .withoutState(.cancelled(path: file.path))
            }
        }
    }
}

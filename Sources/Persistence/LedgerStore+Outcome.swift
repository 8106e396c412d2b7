extension LedgerStore {
    /// What became of something handed over.
    public struct Outcome: Hashable, Sendable {
        /// Whether all that was handed over so far is in the file.
        public let isWritten: Bool
        /// What there is to say, if that has changed.
        public let change: Change?
        /// A fold that is due before its time.
        public let wantedFold: FoldExtent?
    }

    /// Something for the log, said once when it happens.
    public enum Change: Hashable, Sendable {
        case failing(LedgerFileError)
        /// - Parameter setAside: What became of a file that was damaged or replaced while in use.
        case worksAgain(setAside: SetAside?)
    }

    /// Which ledgers a fold takes.
    public enum FoldExtent: Hashable, Sendable {
        /// Those that have eaten a look since they were last folded: very many looks have gathered.
        case changed
        /// Every ledger there is: looks were lost, or the whole file.
        case all
    }
}

/// What ledgers go by: which windows there are, and how long things last.
public struct LedgerTerms: Hashable, Sendable {
    /// Those of all accounts but keys, shortest first.
    public var windows: [SpendWindow]
    /// Those of keys, shortest first: there are many keys, and nobody is paged for one.
    public var keyWindows: [SpendWindow]
    /// The window of what follows from an account's own pattern. That has no span: it is as long as the hours that it learns.
    public var pattern: SpendWindow
    /// A reset counts as due this long before its date, as clocks differ.
    public var resetSlack: Duration
    /// A reset that is overdue by more counts as none: LiteLLM's job, which runs every ten minutes, is switched off.
    public var overdueAllowance: Duration
    /// An exhaustion further away is none: at that rate it says nothing.
    public var horizon: Duration
    /// How long every change is kept; older ones are thinned out.
    public var fullResolution: Duration

    /// How much of a window must have been watched before its rate is told.
    static let coverage = 0.8
    /// How far apart points of the history lie where only the edge of a window can fall between them, of that window.
    static let spacing = 0.01
    /// A key that spends in so many hours of one day is worth the memory of a pattern: of a hundred thousand few are.
    private static let busyKeyHours = 6

    public init(
        windows: [SpendWindow], keyWindows: [SpendWindow], pattern: SpendWindow, resetSlack: Duration,
        overdueAllowance: Duration, horizon: Duration, fullResolution: Duration
    ) {
        self.windows = windows
        self.keyWindows = keyWindows
        self.pattern = pattern
        self.resetSlack = resetSlack
        self.overdueAllowance = overdueAllowance
        self.horizon = horizon
        self.fullResolution = fullResolution
    }

    public static let standard: LedgerTerms = {
        let hour = SpendWindow(label: "1h", duration: .seconds(3600))
        let day = SpendWindow(label: "1d", duration: .seconds(86_400))
        return LedgerTerms(
            windows: [
                SpendWindow(label: "5m", duration: .seconds(300)), hour, day,
                SpendWindow(label: "7d", duration: .seconds(7 * 86_400)),
            ],
            keyWindows: [hour, day], pattern: SpendWindow(label: "pattern", duration: .seconds(3600)),
            resetSlack: .seconds(60), overdueAllowance: .seconds(900),
            horizon: .seconds(366 * 86_400), fullResolution: .seconds(3600))
    }()

    public func windows(of kind: AccountKind) -> [SpendWindow] {
        kind == .key ? keyWindows : windows
    }

    /// All that may be told of an account, in the order in which it is.
    public func toldWindows(of kind: AccountKind) -> [SpendWindow] {
        windows(of: kind) + [pattern]
    }

    /// In how many hours of one day an account must have spent before its pattern is learnt.
    func hoursBeforePattern(of kind: AccountKind) -> Int {
        kind == .key ? Self.busyKeyHours : 1
    }

    /// The same with every span divided and every label kept, so that a test can live through weeks in minutes.
    public func divided(by factor: Double) -> LedgerTerms {
        func divided(_ windows: [SpendWindow]) -> [SpendWindow] {
            windows.map { SpendWindow(label: $0.label, duration: $0.duration / factor) }
        }
        return LedgerTerms(
            windows: divided(windows), keyWindows: divided(keyWindows),
            pattern: SpendWindow(label: pattern.label, duration: pattern.duration / factor),
            resetSlack: resetSlack / factor,
            overdueAllowance: overdueAllowance / factor, horizon: horizon / factor,
            fullResolution: fullResolution / factor)
    }
}

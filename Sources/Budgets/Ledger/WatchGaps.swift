/// Times in which nobody looked, for as long as they keep a window from being told.
///
/// At most one a window: of two gaps that are too long for the same windows, only the later matters.
struct WatchGaps: Hashable, Sendable {
    struct Gap: Hashable, Sendable {
        var end: Microseconds
        var length: Microseconds

        /// A window is not told from less than half of what happened in it.
        func isTooLong(for window: SpendWindow) -> Bool {
            length > window.span / 2
        }
    }

    /// In the order of their ends, each too long for fewer windows than the one before it.
    private(set) var gaps: [Gap] = []

    init(_ gaps: [Gap] = []) {
        self.gaps = gaps
    }

    mutating func note(_ gap: Gap, for windows: [SpendWindow]) {
        guard let shortest = windows.first, gap.isTooLong(for: shortest) else { return }
        func hidden(by gap: Gap) -> Int { windows.count { gap.isTooLong(for: $0) } }
        let count = hidden(by: gap)
        while let last = gaps.last, hidden(by: last) <= count { gaps.removeLast() }
        gaps.append(gap)
    }

    /// When the last one ended that was too long for a window.
    func end(before window: SpendWindow) -> Microseconds? {
        gaps.last { $0.isTooLong(for: window) }?.end
    }
}

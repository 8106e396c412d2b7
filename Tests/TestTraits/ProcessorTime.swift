import FoundationEssentials

/// What all processors together have done since the machine started, in ticks; told by Linux alone.
struct ProcessorTime {
    private let idle: Int
    private let total: Int

    /// Nil where the system does not tell.
    static func now() -> ProcessorTime? {
        guard let text = try? String(contentsOfFile: "/proc/stat", encoding: .utf8) else { return nil }
        // The first line sums up: user, nice, system, idle, waiting for disks, ...
        let ticks = text.prefix { $0 != "\n" }.split(separator: " ").dropFirst().compactMap { Int($0) }
        guard ticks.count > 4 else { return nil }
        return ProcessorTime(idle: ticks[3] + ticks[4], total: ticks.reduce(0, +))
    }

    private init(idle: Int, total: Int) {
        self.idle = idle
        self.total = total
    }

    /// From 0 to 1.
    func idleShare(since earlier: ProcessorTime) -> Double {
        let passed = total - earlier.total
        return passed > 0 ? Double(idle - earlier.idle) / Double(passed) : 1
    }
}

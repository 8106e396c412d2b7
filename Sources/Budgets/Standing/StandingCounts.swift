/// How many of some accounts need a look, and why.
package struct StandingCounts: Hashable, Sendable {
    private var exhausted = 0
    private var runningOut = 0
    private var high = 0
    private var overSoftLimit = 0
    private var blocked = 0
    private var zeroLimit = 0
    private var unlimited = 0

    package init() {}

    package init(_ standings: [Standing]) {
        standings.forEach { add($0) }
    }

    package mutating func add(_ standing: Standing) {
        for mark in standing.marks {
            switch mark {
            // What a blocked one has left holds up nobody; so the dashboards count too.
            case .exhausted: exhausted += standing.account.isBlocked == true ? 0 : 1
            case .runningOut: runningOut += 1
            case .overSoftLimit: overSoftLimit += standing.isHigh ? 0 : 1
            case .blocked: blocked += 1
            case .zeroLimit: zeroLimit += 1
            }
        }
        if standing.isHigh { high += 1 }
        if standing.account.isUnlimited { unlimited += 1 }
    }

    /// In words, such as `2 exhausted`, the gravest first; nothing where nothing is remarkable.
    package var phrases: [String] {
        let counts = [
            (exhausted, "exhausted"), (runningOut, "running out"), (high, "above 80%"),
            (overSoftLimit, "over their soft limit"), (blocked, "blocked"), (zeroLimit, "with a limit of 0"),
            (unlimited, "without a limit"),
        ]
        return counts.filter { $0.0 > 0 }.map { "\($0.0.grouped) \($0.1)" }
    }
}

import Threading

/// When which source is swept: a value that is told what happened and answers what to do next.
///
/// The rules are those of a guest: requests take at most a share of the time, teams have first call on it, failures back
/// off, and what the proxy asks for with `Retry-After` is honoured. Sources do not wait for each other: a sweep of keys
/// can take long, and accounts near their limits must not.
struct Schedule: Sendable {
    enum Action: Hashable {
        case sweep(SourceID, Pace)
        /// Nothing to do before this instant, or before a sweep ends.
        case wait(until: Uptime?)
    }

    /// What a finished sweep tells the schedule.
    struct Ending: Hashable {
        enum Outcome: Hashable {
            case complete
            /// A part answered: the proxy works, but what it cost says little.
            case incomplete
            case failed
            /// The proxy has nothing to tell; asked again now and then, as that may change.
            case unavailable
        }

        var outcome: Outcome
        /// Whether the proxy answered anything at all, and so can be said to work.
        var hasAnswers = true
        /// How long its answered requests were under way, together.
        var upstreamTime: Duration = .zero
        var retryAfter: Duration?
        /// What was asked costs the proxy too much to be asked more often than this.
        var leastInterval: Duration = .zero
    }

    private struct Entry {
        var interval: Duration { max(configuredInterval, leastInterval) }
        let configuredInterval: Duration
        var leastInterval: Duration = .zero
        var effectiveInterval: Duration
        /// The part of the time that the source may take, and at whose pace it sweeps.
        var share: Double
        var dueAt: Uptime
        /// What the proxy asked for: not before this, whatever else happens.
        var notBefore: Uptime?
        var startedAt: Uptime?
        /// When the last sweep that was answered began, and which part of the interval is to pass from then.
        var lastStart: (at: Uptime, factor: Double)?
        /// What a sweep of it costs; nil before the first has ended.
        var upstreamTime: Duration?
        var partsInARow = 0
        var failures = 0
    }

    /// In which order sources are served when the proxy's time is short.
    static let byPriority: [SourceID] = [
        .teams, .proxy, .details, .keys, .users, .organizations, .customers, .providers,
    ]
    /// Where a source leaves the others something even if it could use all.
    private static let largestShareOfTheRest = 0.75
    private static let longestRetryAfter: Duration = .seconds(300)
    /// Early, never late: an interval is a promise about how old a number can be.
    private static let largestJitter = 0.1

    private var entries: [SourceID: Entry]
    private let maximumDuty: Double
    private let backOff: BackOff
    /// The part of the time that the sweeps leave to the background round.
    private(set) var spareShare = 0.0
    /// Whether the sweeps leave the background round something even if they could use all.
    var leavesSpareTime = false {
        didSet { if leavesSpareTime != oldValue { divideTime() } }
    }

    init(
        intervals: [SourceID: Duration], maximumDuty: Double, backOff: BackOff = .standard, startingAt start: Uptime
    ) {
        self.maximumDuty = maximumDuty
        self.backOff = backOff
        entries = intervals.mapValues {
            Entry(configuredInterval: $0, effectiveInterval: $0, share: maximumDuty, dueAt: start)
        }
        divideTime()
    }

    /// The intervals at which sources are really swept: the configured ones, or longer where the proxy is too slow.
    var effectiveIntervals: [SourceID: Duration] {
        entries.mapValues(\.effectiveInterval)
    }

    /// What to do now. A sweep that is returned counts as started.
    mutating func next(at now: Uptime) -> Action {
        for source in Self.byPriority {
            guard let entry = entries[source], entry.startedAt == nil, entry.dueAt <= now else { continue }
            entries[source]?.startedAt = now
            // The first sweep hurries: until it is through there are no numbers at all.
            return .sweep(source, entry.upstreamTime == nil ? .withoutRest : Pace(share: entry.share))
        }
        return .wait(until: entries.values.filter { $0.startedAt == nil }.map(\.dueAt).min())
    }

    /// Takes the end of a sweep. `jitter`, drawn from 0 to 1 by the caller, decides how early the next one begins.
    mutating func ended(_ source: SourceID, _ ending: Ending, at now: Uptime, jitter: Double) {
        guard var entry = entries[source], let startedAt = entry.startedAt else { return }
        entry.startedAt = nil
        entry.leastInterval = ending.leastInterval
        entry.notBefore = ending.retryAfter.map { now + min($0, Self.longestRetryAfter) }
        let factor = 1 - Self.largestJitter * jitter
        let worksAgain = entry.failures > 0 && ending.outcome != .failed && ending.hasAnswers
        switch ending.outcome {
        case .failed:
            entry.failures += 1
            entry.lastStart = nil
            let longest = max(backOff.longest, entry.interval)
            let doubled = min(backOff.first, entry.interval) * Double(1 << min(entry.failures - 1, 20))
            entry.dueAt = now + min(doubled, longest) * factor
            entries[source] = entry
        case .complete, .incomplete:
            entry.failures = 0
            entry.partsInARow = ending.outcome == .complete ? 0 : entry.partsInARow + 1
            let known = entry.upstreamTime ?? .zero
            // A part may be one timeout, which is no measure; where parts are all that comes, they are what sweeps cost.
            switch entry.partsInARow {
            case 0: entry.upstreamTime = ending.upstreamTime
            case 1: entry.upstreamTime = known
            default: entry.upstreamTime = max(known, ending.upstreamTime)
            }
            entry.lastStart = (startedAt, factor)
            // Set by the interval that follows.
            entry.dueAt = now + .seconds(1 << 40)
            entries[source] = entry
            divideTime()
        case .unavailable:
            entry.failures = 0
            entry.leastInterval = backOff.unavailable
            entry.lastStart = (now, factor)
            entry.dueAt = now + entry.interval * factor
            entries[source] = entry
            divideTime()
        }
        if worksAgain { endBackOff(at: now) }
        if let dueAt = entries[source]?.dueAt, let notBefore = entry.notBefore {
            entries[source]?.dueAt = max(dueAt, notBefore)
        }
    }

    /// What ended for one source has most likely ended for all: the proxy or its database is back.
    private mutating func endBackOff(at now: Uptime) {
        for (source, entry) in entries where entry.failures > 0 {
            entries[source]?.failures = 0
            if entry.startedAt == nil { entries[source]?.dueAt = max(now, entry.notBefore ?? now) }
        }
    }

    /// Hands out the permitted time in the order of priority; who wants more than is left sweeps less often.
    private mutating func divideTime() {
        var left = maximumDuty
        let sources = Self.byPriority.filter { entries[$0] != nil }
        for source in sources {
            guard var entry = entries[source] else { continue }
            let isLast = source == sources.last && !leavesSpareTime
            let share = isLast ? left : left * Self.largestShareOfTheRest
            let cost = entry.upstreamTime ?? .zero
            entry.share = share
            entry.effectiveInterval = max(entry.interval, cost / share)
            if entry.startedAt == nil, let last = entry.lastStart {
                // What others do not need any more brings the next sweep forward too.
                entry.dueAt = min(entry.dueAt, last.at + entry.effectiveInterval * last.factor)
                if let notBefore = entry.notBefore { entry.dueAt = max(entry.dueAt, notBefore) }
            }
            entries[source] = entry
            let before = left
            left -= min(share, cost / entry.interval)
            // What the round has, or would have if it took part.
            spareShare = max(left, before * (1 - Self.largestShareOfTheRest))
        }
    }
}

extension Duration {
    fileprivate static func * (duration: Duration, factor: Double) -> Duration {
        .seconds(duration.seconds * factor)
    }

    fileprivate static func / (duration: Duration, divisor: Double) -> Duration {
        .seconds(duration.seconds / divisor)
    }
}

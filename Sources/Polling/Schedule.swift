import Threading

/// When which source is swept: a value that is told what happened and answers what to do next.
///
/// The rules are those of a guest: requests take at most a share of the time, teams have first call on it, failures back
/// off, and what the proxy asks for with `Retry-After` is honoured. Sources do not wait for each other: a sweep of keys
/// can take long, and accounts near their limits must not.
struct Schedule: Sendable {
    enum Action: Hashable {
        /// At a pace that may change while the sweep is under way, see ``paces``.
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

    /// When a source is swept next, as far as that is known when a sweep has ended.
    struct Plan: Hashable {
        /// What decides it.
        enum Reason: Hashable {
            case interval
            /// What was asked costs the proxy too much to be asked as often as configured.
            case costly
            /// The proxy is too slow for the interval.
            case stretched
            case backOff(failures: Int)
            case retryAfter
            case unavailable
        }

        var dueAt: Uptime
        var reason: Reason
    }

    /// What is known of one source.
    ///
    /// Each of its intervals is the one before it, or longer: `configuredInterval`, as the operator has it; `interval`, as often
    /// as what was asked may be asked (`ended`); `effectiveInterval`, as often as its share permits (`divideTime`);
    /// `presentInterval`, as what the newest sweep cost permits. Of its costs, all set by `ended`, `newestUpstreamTime` is the
    /// newest sweep's, `lastUpstreamTime` the last complete one's, and `upstreamTime` what the division of time goes by.
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
        /// What the last complete sweep cost. A single slow one may be a hiccup of the proxy, and the rests within the next
        /// keep to the share whatever that costs: only two in a row stretch the interval.
        var lastUpstreamTime: Duration?
        var partsInARow = 0
        /// What the last sweep cost, be it the exception: the next waits until that keeps to the share. Zero where it was a part.
        var newestUpstreamTime: Duration = .zero
        var failures = 0

        var presentInterval: Duration { max(effectiveInterval, newestUpstreamTime / share) }

        /// When the next sweep is due by what is known now; nil where the last was not answered.
        var dueAtBest: Uptime? {
            lastStart.map { max($0.at + effectiveInterval * $0.factor, $0.at + newestUpstreamTime / share) }
        }

        /// The first sweep hurries: until it is through there are no numbers at all.
        var pace: Pace { upstreamTime == nil ? .withoutRest : Pace(share: share) }

        /// Why it is swept as often as it is while all is well.
        var reason: Plan.Reason {
            if presentInterval > interval { return .stretched }
            return leastInterval > configuredInterval ? .costly : .interval
        }
    }

    /// In which order sources are served when the proxy's time is short.
    static let byPriority: [SourceID] = [
        .teams, .proxy, .details, .keys, .users, .organizations, .customers, .providers,
    ]
    /// Where a source leaves the others something even if it could use all.
    private static let largestShareOfTheRest = 0.75
    /// Of the permitted time: a source that comes last gets so much even if all others could use all.
    private static let leastPartOfDuty = 0.03
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

    /// - Parameter predecessor: From whom to take over what sweeps cost and what the proxy asked for with `Retry-After`.
    init(
        intervals: [SourceID: Duration], maximumDuty: Double, backOff: BackOff = .standard, startingAt start: Uptime,
        after predecessor: Schedule? = nil
    ) {
        self.maximumDuty = maximumDuty
        self.backOff = backOff
        entries = Dictionary(
            uniqueKeysWithValues: intervals.map { source, interval in
                // Which accounts are near their limits is known once lists were read.
                let waitsForLists = source == .details && predecessor == nil
                var entry = Entry(
                    configuredInterval: interval, effectiveInterval: interval, share: maximumDuty,
                    dueAt: waitsForLists ? start + interval : start)
                // And then there is no hurry, as lists have brought numbers.
                if waitsForLists { entry.upstreamTime = .zero }
                if let known = predecessor?.entries[source] {
                    (entry.upstreamTime, entry.lastUpstreamTime) = (known.upstreamTime, known.lastUpstreamTime)
                    entry.notBefore = known.notBefore
                    entry.dueAt = max(start, known.notBefore ?? start)
                }
                return (source, entry)
            })
        divideTime()
    }

    /// The intervals at which sources are really swept: the configured ones, or longer where the proxy is too slow.
    var effectiveIntervals: [SourceID: Duration] {
        entries.mapValues(\.effectiveInterval)
    }

    /// From the start of one sweep to that of the next, as things are: longer after one that cost more than sweeps do.
    var presentIntervals: [SourceID: Duration] {
        entries.mapValues(\.presentInterval)
    }

    /// At which pace sources sweep from now on, those under way included: what a sweep began with may be far from what it
    /// has now, where the proxy was slow for a while.
    var paces: [SourceID: Pace] {
        entries.mapValues(\.pace)
    }

    /// What to do now. A sweep that is returned counts as started.
    mutating func next(at now: Uptime) -> Action {
        for source in Self.byPriority {
            guard let entry = entries[source], entry.startedAt == nil, entry.dueAt <= now else { continue }
            entries[source]?.startedAt = now
            return .sweep(source, entry.pace)
        }
        return .wait(until: entries.values.filter { $0.startedAt == nil }.map(\.dueAt).min())
    }

    /// Takes the end of a sweep, and tells when the next one begins; nil for a source that was not being swept. `jitter`,
    /// drawn from 0 to 1 by the caller, decides how early that is.
    @discardableResult
    mutating func ended(_ source: SourceID, _ ending: Ending, at now: Uptime, jitter: Double) -> Plan? {
        guard var entry = entries[source], let startedAt = entry.startedAt else { return nil }
        entry.startedAt = nil
        entry.leastInterval = ending.leastInterval
        entry.notBefore = ending.retryAfter.map { now + min($0, BackOff.longestRetryAfter) }
        let factor = 1 - Self.largestJitter * jitter
        let worksAgain = entry.failures > 0 && ending.outcome != .failed && ending.hasAnswers
        switch ending.outcome {
        case .failed:
            entry.failures += 1
            entry.lastStart = nil
            entry.dueAt = now + backOff.rest(afterFailures: entry.failures, interval: entry.interval) * factor
            entries[source] = entry
        case .complete, .incomplete:
            entry.failures = 0
            entry.partsInARow = ending.outcome == .complete ? 0 : entry.partsInARow + 1
            let known = entry.upstreamTime ?? .zero
            // A part may be one timeout, which is no measure; where parts are all that comes, they are what sweeps cost.
            switch entry.partsInARow {
            case 0:
                entry.upstreamTime = min(ending.upstreamTime, entry.lastUpstreamTime ?? ending.upstreamTime)
                entry.lastUpstreamTime = ending.upstreamTime
            case 1: entry.upstreamTime = known
            default: entry.upstreamTime = max(known, ending.upstreamTime)
            }
            entry.lastStart = (startedAt, factor)
            entry.newestUpstreamTime = entry.partsInARow == 1 ? .zero : ending.upstreamTime
            entry.dueAt = .distantFuture(from: now)
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
        return settle(source, ending.outcome)
    }

    /// When the next sweep of a source begins after one that ended so, which `Retry-After` may put off.
    private mutating func settle(_ source: SourceID, _ outcome: Ending.Outcome) -> Plan? {
        guard var entry = entries[source] else { return nil }
        defer { entries[source] = entry }
        if let notBefore = entry.notBefore, notBefore >= entry.dueAt {
            entry.dueAt = notBefore
            return Plan(dueAt: notBefore, reason: .retryAfter)
        }
        let reason: Plan.Reason =
            switch outcome {
            case .failed: .backOff(failures: entry.failures)
            case .unavailable: .unavailable
            case .complete, .incomplete: entry.reason
            }
        return Plan(dueAt: entry.dueAt, reason: reason)
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
        for (index, source) in sources.enumerated() {
            guard var entry = entries[source] else { continue }
            let followers = sources.count - 1 - index
            let share = share(of: left, before: followers + (leavesSpareTime ? 1 : 0))
            let cost = entry.upstreamTime ?? .zero
            entry.share = share
            entry.effectiveInterval = max(entry.interval, cost / share)
            if entry.startedAt == nil, let dueAt = entry.dueAtBest {
                // What others do not need any more brings the next sweep forward too.
                entry.dueAt = min(entry.dueAt, dueAt)
                if let notBefore = entry.notBefore { entry.dueAt = max(entry.dueAt, notBefore) }
            }
            entries[source] = entry
            let used = cost / entry.interval
            // What the round has, or would have if it took part.
            spareShare = left - min(used, self.share(of: left, before: followers + 1))
            left -= min(share, used)
        }
    }

    /// How much of what is left a source may take, however much it needs, before so many others.
    private func share(of left: Double, before others: Int) -> Double {
        guard others > 0 else { return left }
        let reserve = maximumDuty * Self.leastPartOfDuty * Double(others)
        return min(left * Self.largestShareOfTheRest, left - reserve)
    }
}

extension Uptime {
    /// Later than whatever `divideTime` brings it forward to.
    fileprivate static func distantFuture(from now: Uptime) -> Uptime { now + .seconds(1 << 40) }
}

extension Duration {
    fileprivate static func * (duration: Duration, factor: Double) -> Duration {
        .seconds(duration.seconds * factor)
    }

    fileprivate static func / (duration: Duration, divisor: Double) -> Duration {
        .seconds(duration.seconds / divisor)
    }
}

import Budgets
public import LiteLLMAdmin
public import Logging
import ServiceLifecycle
public import Threading

/// Sweeps the sources until it is cancelled or the program stops.
public struct Poller: Sendable {
    private enum Event {
        case ended(Schedule.Ending, SweepSummary)
        /// The alarm that was set for an instant has gone off.
        case alarm(Uptime)
    }

    private static let mostFailuresInARow = 3

    let configuration: Configuration
    let api: AdminAPI
    let dialect: ProxyDialect
    let watch: Watch
    let time: any TimeSource
    let logger: Logger
    private let changes: AsyncStream<Void>.Continuation

    /// `changes` is told whenever a sweep may have changed what `watch` reports.
    public init(
        _ configuration: Configuration, proxy: AdminAPI.Configuration, credential: Credential,
        transport: @escaping AdminAPI.Transport, watch: Watch, time: any TimeSource, logger: Logger,
        changes: AsyncStream<Void>.Continuation
    ) {
        self.configuration = configuration
        self.watch = watch
        self.time = time
        self.logger = logger
        self.changes = changes
        api = AdminAPI(proxy, credential: credential, transport: transport) { exchange in
            await watch.record(exchange, receivedAt: time.now())
        }
        dialect = ProxyDialect(api)
    }

    /// Whether what another poller of the proxy has learnt holds for this one.
    func asksTheSame(as other: Poller) -> Bool {
        configuration.mode == other.configuration.mode
    }

    /// Returns, when it was cancelled, what its successor should know of the proxy.
    ///
    /// - Parameters:
    ///   - predecessor: The schedule of a poller that asked the same.
    ///   - onSweepEnd: Called after each sweep, however it went; not after one that was cancelled.
    @discardableResult
    func run(after predecessor: Schedule? = nil, onSweepEnd: @escaping @Sendable () -> Void = {}) async -> Schedule {
        let (events, sink) = AsyncStream.makeStream(of: Event.self)
        let sources = sources()
        var schedule = Schedule(
            intervals: configuration.intervals, maximumDuty: configuration.maximumDuty,
            backOff: configuration.backOff, startingAt: time.uptime, after: predecessor)
        schedule.leavesSpareTime = hasRound
        let round = backgroundRound()
        var roundIsUnderWay = false
        var alarm: Uptime?
        sink.yield(.alarm(time.uptime))
        await withDiscardingTaskGroup { group in
            for await event in events.cancelOnGracefulShutdown() {
                switch event {
                case .alarm(let due):
                    // One that was overtaken by an earlier alarm goes off too, and must not undo the one that is set. The
                    // clock is not asked: who sleeps may wake a little early, and nobody would be left to wake.
                    if alarm == due { alarm = nil }
                case .ended(let ending, let summary):
                    onSweepEnd()
                    let now = time.uptime
                    if hasRound { schedule.leavesSpareTime = await !watch.round.isLeftOut }
                    let plan = schedule.ended(summary.source, ending, at: now, jitter: .random(in: 0...1))
                    logger.debug("\(summary.line(next: plan, at: now))")
                    for (source, pace) in schedule.paces { sources[source]?.pace.publish(pace) }
                    await watch.follow(
                        schedule.effectiveIntervals, present: schedule.presentIntervals,
                        spareShare: schedule.spareShare, at: time.uptime
                    ).forEach(logger.say)
                    if hasRound, !roundIsUnderWay, summary.source == .teams, ending.outcome == .complete {
                        roundIsUnderWay = true
                        group.addTask { await round.run() }
                    }
                }
                if let due = startSweeps(of: sources, &schedule, in: &group, endingIn: sink),
                    due < alarm ?? due + .seconds(1)
                {
                    alarm = due
                    let delay = due - time.uptime
                    group.addTask {
                        try? await time.sleep(for: max(delay, .zero))
                        sink.yield(.alarm(due))
                    }
                }
            }
            group.cancelAll()
        }
        return schedule
    }

    /// Starts what is due; when something will be due that has not begun.
    private func startSweeps(
        of sources: [SourceID: MeteredSource], _ schedule: inout Schedule, in group: inout DiscardingTaskGroup,
        endingIn sink: AsyncStream<Event>.Continuation
    ) -> Uptime? {
        // Each answer of the schedule is heeded, as what it names counts as started: time passes between two questions.
        while true {
            switch schedule.next(at: time.uptime) {
            case .wait(let due): return due
            case .sweep(let id, let pace):
                guard let source = sources[id] else { continue }
                source.pace.publish(pace)
                group.addTask {
                    // One that was cut off says nothing of the proxy.
                    if let (ending, summary) = await perform(source) { sink.yield(.ended(ending, summary)) }
                }
            }
        }
    }

    /// Before the first look, as counters go on from what was kept.
    func ledgerKeeper() async -> LedgerKeeper? {
        guard let file = configuration.stateFile else { return nil }
        return await LedgerKeeper(opening: file, for: watch, time: time, log: logger.say)
    }

    /// Sweeps each source once, one after the other, for whoever wants one report and no more.
    public func sweepOnce() async {
        let sources = sources()
        // Which accounts have details to be read is known once all lists are.
        for id in Schedule.byPriority.filter({ $0 != .details }) + [.details] {
            if let source = sources[id] { await performOnce(source) }
        }
        if hasRound { await backgroundRound().runOnce() }
    }

    /// Sweeps one source once, for whoever has no use for the others.
    public func sweepOnce(_ id: SourceID) async {
        if let source = sources()[id] { await performOnce(source) }
    }

    private func performOnce(_ source: MeteredSource) async {
        guard let (_, summary) = await perform(source) else { return }
        logger.debug("\(summary.line(next: nil, at: time.uptime))")
    }

    /// One sweep, from the first request to the last doubt; nil where it was cancelled on the way.
    private func perform(_ metered: MeteredSource) async -> (Schedule.Ending, SweepSummary)? {
        let (source, meter) = (metered.source, metered.meter)
        let pacing = Pacing(pace: metered.pace, meter: meter, time: time)
        let startedAt = time.uptime
        await watch.begin(source.id, at: Moment(uptime: startedAt, now: time.now()))
        let before = meter.total
        var sweep = await source.sweep(pacing)
        let upstreamTime = (meter.total - before).upstreamTime
        guard !Task.isCancelled else { return nil }
        sweep = await watch.judge(sweep, at: time.uptime)
        await blameDatabase(in: &sweep)
        let ending = Schedule.Ending(sweep, upstreamTime: upstreamTime)
        await watch.learn(dialect.known).forEach(logger.say)
        var (notices, unseen, tally) = await watch.finish(sweep, at: time.uptime, time.now())
        notices.forEach(logger.say)
        changes.yield()
        if !unseen.isEmpty {
            let verdicts = await verdicts(on: unseen, from: source, pacing)
            // Requests that were cut off say nothing of the proxy; what they were to find out is asked again.
            guard !Task.isCancelled else { return nil }
            notices = await watch.settle(verdicts, at: time.uptime)
            notices.forEach(logger.say)
            tally.gone += verdicts.count { $0.verdict.finding == .gone }
            changes.yield()
        }
        let summary = SweepSummary(
            sweep, tally, requests: meter.total - before, duration: time.uptime - startedAt)
        return (ending, summary)
    }

    /// Asks for accounts one by one, until three in a row do not answer.
    private func verdicts(
        on accounts: [AccountID], from source: any Source, _ pacing: Pacing
    ) async -> [(id: AccountID, verdict: Verdict)] {
        var verdicts: [(id: AccountID, verdict: Verdict)] = []
        var failuresInARow = 0
        for account in accounts {
            let verdict = await source.verdict(on: account.text)
            verdicts.append((account, verdict))
            failuresInARow = verdict.isAnswer ? 0 : failuresInARow + 1
            if failuresInARow == Self.mostFailuresInARow { break }
            await pacing.rest()
        }
        return verdicts
    }

    /// After a failure whose status could have several causes, one look at the proxy's readiness tells whether its
    /// database is away.
    private func blameDatabase(in sweep: inout Sweep) async {
        guard sweep.errors.contains(where: \.mayBeDatabaseOutage),
            sweep.outcome != .complete || !sweep.unknownAccounts.isEmpty
        else { return }
        guard await api.databaseState() == .away else { return }
        if !sweep.unknownAccounts.isEmpty, sweep.outcome == .complete, let error = sweep.errors.last {
            sweep.outcome = .failed(error)
        }
        sweep.unknownAccounts = []
        sweep.errors = sweep.errors.map { $0.mayBeDatabaseOutage ? $0.blamedOnDatabase() : $0 }
        if case .failed(let error) = sweep.outcome, error.mayBeDatabaseOutage {
            sweep.outcome = .failed(error.blamedOnDatabase())
        }
    }
}

extension Schedule.Ending {
    fileprivate init(_ sweep: Sweep, upstreamTime: Duration) {
        let outcome: Outcome =
            switch sweep.outcome {
            case .complete: .complete
            case .incomplete: .incomplete
            case .failed: .failed
            case .unavailable: .unavailable
            }
        self.init(
            outcome: outcome, hasAnswers: sweep.hasAnswers, upstreamTime: upstreamTime,
            retryAfter: sweep.errors.compactMap(\.retryAfter).max(), leastInterval: sweep.leastInterval)
    }
}

extension Verdict {
    /// Whether the proxy said anything of use.
    fileprivate var isAnswer: Bool {
        if case .unknown = finding { errors.isEmpty } else { true }
    }
}

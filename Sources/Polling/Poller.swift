import Budgets
public import LiteLLMAdmin
public import Logging
public import ServiceLifecycle
public import Threading

/// Sweeps the sources for as long as the program runs.
public struct Poller: Service {
    private enum Event {
        case ended(SourceID, Schedule.Ending)
        /// The alarm that was set for an instant has gone off.
        case alarm(Uptime)
    }

    private static let mostFailuresInARow = 3

    let configuration: Configuration
    let api: AdminAPI
    let dialect: ProxyDialect
    let watch: Watch
    let time: any TimeSource
    private let logger: Logger
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

    public func run() async throws {
        let keeper = await cancelWhenGracefulShutdown { await ledgerKeeper() }
        let (records, recordsChange) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let (events, sink) = AsyncStream.makeStream(of: Event.self)
        let sources = sources()
        var schedule = Schedule(
            intervals: configuration.intervals, maximumDuty: configuration.maximumDuty,
            backOff: configuration.backOff, startingAt: time.uptime)
        schedule.leavesSpareTime = hasRound
        let round = backgroundRound()
        var roundIsUnderWay = false
        var alarm: Uptime?
        sink.yield(.alarm(time.uptime))
        await withDiscardingTaskGroup { group in
            if let keeper { group.addTask { await keeper.run(records) } }
            for await event in events.cancelOnGracefulShutdown() {
                switch event {
                case .alarm(let due):
                    // One that was overtaken by an earlier alarm goes off too, and must not undo the one that is set. The
                    // clock is not asked: who sleeps may wake a little early, and nobody would be left to wake.
                    if alarm == due { alarm = nil }
                case .ended(let source, let ending):
                    recordsChange.yield()
                    schedule.ended(source, ending, at: time.uptime, jitter: .random(in: 0...1))
                    if hasRound { schedule.leavesSpareTime = await !watch.round.isLeftOut }
                    await watch.follow(
                        schedule.effectiveIntervals, spareShare: schedule.spareShare, at: time.uptime
                    ).forEach(log)
                    if hasRound, !roundIsUnderWay, source == .teams, ending.outcome == .complete {
                        roundIsUnderWay = true
                        group.addTask { await round.run() }
                    }
                }
                while case .sweep(let id, let pace) = schedule.next(at: time.uptime) {
                    guard let source = sources[id] else { continue }
                    group.addTask { sink.yield(.ended(id, await perform(source, pace))) }
                }
                if case .wait(let due?) = schedule.next(at: time.uptime), due < alarm ?? due + .seconds(1) {
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
        await keeper?.finish()
    }

    /// Before the first look, as counters go on from what was kept.
    private func ledgerKeeper() async -> LedgerKeeper? {
        guard let file = configuration.stateFile else { return nil }
        return await LedgerKeeper(opening: file, for: watch, time: time, log: log)
    }

    /// Sweeps each source once, one after the other, for whoever wants one report and no more.
    public func sweepOnce() async {
        let sources = sources()
        // Which accounts have details to be read is known once all lists are.
        for id in Schedule.byPriority.filter({ $0 != .details }) + [.details] {
            if let source = sources[id] { _ = await perform(source, .withoutRest) }
        }
        if hasRound { await backgroundRound().runOnce() }
    }

    /// Sweeps one source once, for whoever has no use for the others.
    public func sweepOnce(_ id: SourceID) async {
        if let source = sources()[id] { _ = await perform(source, .withoutRest) }
    }

    /// One sweep, from the first request to the last doubt.
    private func perform(_ metered: MeteredSource, _ pace: Pace) async -> Schedule.Ending {
        let (source, meter) = (metered.source, metered.meter)
        let pacing = Pacing(pace: pace, meter: meter, time: time)
        await watch.begin(source.id, at: Moment(uptime: time.uptime, now: time.now()))
        let before = meter.total
        var sweep = await source.sweep(pacing)
        sweep.upstreamTime = meter.total - before
        guard !Task.isCancelled else { return Schedule.Ending(outcome: .failed) }
        await blameDatabase(in: &sweep)
        await watch.learn(dialect.known).forEach(log)
        let (notices, unseen) = await watch.finish(sweep, at: time.uptime, time.now())
        notices.forEach(log)
        changes.yield()
        if !unseen.isEmpty {
            await watch.settle(await verdicts(on: unseen, from: source, pacing)).forEach(log)
            changes.yield()
        }
        return Schedule.Ending(sweep)
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

    func log(_ notice: Notice) {
        let level: Logger.Level =
            switch notice.level {
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
        logger.log(level: level, "\(notice)")
    }
}

extension Schedule.Ending {
    fileprivate init(_ sweep: Sweep) {
        let outcome: Outcome =
            switch sweep.outcome {
            case .complete: .complete
            case .incomplete: .incomplete
            case .failed: .failed
            case .unavailable: .unavailable
            }
        self.init(
            outcome: outcome, hasAnswers: sweep.hasAnswers, upstreamTime: sweep.upstreamTime,
            retryAfter: sweep.errors.compactMap(\.retryAfter).max(), leastInterval: sweep.leastInterval)
    }
}

extension Verdict {
    /// Whether the proxy said anything of use.
    fileprivate var isAnswer: Bool {
        if case .unknown = finding { errors.isEmpty } else { true }
    }
}

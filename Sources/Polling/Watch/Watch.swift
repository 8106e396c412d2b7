package import Budgets
import LiteLLMAdmin
import Threading

/// The one owner of accounts: sweeps go in, reports come out.
///
/// Nothing in here suspends between a read and a write, so each call sees and leaves a whole state.
public actor Watch {
    /// A bad row is passed over for this long before it is asked for again.
    private static let badRowRest: Duration = .seconds(600)
    /// Staleness follows an interval that the proxy's slowness has stretched.
    private static let intervalsUntilStale = 3
    /// A source that was slow is called well again after this long.
    private static let calmBeforeUsual: Duration = .seconds(900)

    let configuration: Poller.Configuration
    var inventory = Inventory()
    var ledgers: Ledgers
    /// Whether the state file can be used; nil where none is kept.
    var stateIsUp: Bool?
    /// Both clocks at the start of the newest sweep.
    private var clock: Moment?
    var statuses: [SourceID: SourceStatus]
    var upstream: UpstreamStatistics
    var coverage = KeyCoverage()
    var clockSkew: Double?
    var ownKey: (hash: String?, expiresAt: Timestamp?) = (nil, nil)
    var shown: [AccountKind: ShownAccounts]
    /// Of which sources it was said that they are swept less often than configured: how often, and when they last were.
    private var slowSources: [SourceID: (said: Duration, lastAt: Uptime)] = [:]
    /// When the sweeps under way began.
    private var sweepStarts: [SourceID: Uptime] = [:]
    private var badRows: [SourceID: (rows: [BadRow], until: Uptime)] = [:]
    /// Listed accounts of which it was said that LiteLLM does not know them.
    private var unknownAccounts: [SourceID: Set<AccountID>] = [:]
    var dialect = Dialect()
    /// The background round of details.
    var round = RoundStatus()

    public init(_ configuration: Poller.Configuration) {
        self.configuration = configuration
        ledgers = Ledgers(configuration.ledgerTerms)
        let intervals = configuration.intervals
        upstream = UpstreamStatistics(endpoints: configuration.endpoints)
        statuses = Dictionary(
            uniqueKeysWithValues: intervals.map { ($0.key, SourceStatus($0.key, interval: $0.value)) })
        shown = Dictionary(
            uniqueKeysWithValues: AccountKind.allCases.map {
                ($0, ShownAccounts(limit: configuration.limits[$0] ?? .max))
            })
    }

    /// Counts a request.
    func record(_ exchange: Exchange, receivedAt: Timestamp) {
        upstream.record(exchange)
        guard let date = exchange.date.flatMap(Timestamp.init(httpDate:)) else { return }
        // The header has whole seconds, cut off: on average LiteLLM's clock was half a second further.
        clockSkew = (receivedAt - date).seconds - exchange.duration.seconds / 2 - 0.5
    }

    /// Learns about the exporter's own key, which with a hash given is no account to be shown.
    func recognizeOwnKey(hash: String?, expiresAt: Timestamp?) {
        ownKey = (hash, expiresAt)
        if let hash { inventory.remove(.key(hash: hash)) }
    }

    /// Learns that a sweep begins.
    func begin(_ source: SourceID, at moment: Moment) {
        sweepStarts[source] = moment.uptime
        clock = moment
    }

    /// Takes what a sweep has seen so far.
    package func observe(_ observations: [Observation]) {
        for observation in observations where observation.account.id != ownKeyID {
            note(observation, inventory.observe(observation))
        }
    }

    /// Hands the ledger what was read, once it is known with what was known before.
    private func note(_ observation: Observation, _ account: Account?) {
        // What is told of a provider is told by whichever worker of LiteLLM answers, each of which counts for itself.
        guard let account, account.kind != .provider, observation.account.spend != nil,
            let moment = moment(at: observation.uptime)
        else { return }
        ledgers.take(account, at: moment, skew: skew)
    }

    /// Notes for a restart that a source has looked at all that it tells of.
    func noteWholeLook(by source: SourceID, since uptime: Uptime) {
        guard let start = moment(at: uptime) else { return }
        ledgers.noteWholeLook(at: AccountKind.allCases.filter { self.source(of: $0) == source }, since: start)
    }

    /// An instant on both clocks; nil before the first sweep.
    func moment(at uptime: Uptime) -> Moment? {
        clock.map { Moment(uptime: uptime, now: $0.now + (uptime - $0.uptime)) }
    }

    /// The local clock less LiteLLM's where that matters: a single answer tells it to a second or so.
    var skew: Duration {
        guard let clockSkew, abs(clockSkew) >= 5 else { return .zero }
        return .seconds(clockSkew)
    }

    /// Takes the members of a team that was asked for at an instant; those it does not have any more are gone, unless some
    /// could not be read.
    func observeMembers(_ reading: DetailsReading, of team: AccountID, at uptime: Uptime) {
        guard let members = reading.observedMembers(at: uptime) else { return }
        observe(members)
        guard reading.badMembers > 0 else {
            inventory.removeMembers(of: team, except: members.map(\.account.id), at: uptime)
            return
        }
        // Where no details are read, members come with their teams.
        let source: SourceID = statuses[.details] == nil ? .teams : .details
        statuses[source]?.rejections[.badElement, default: 0] += reading.badMembers
    }

    /// Forgets an account that LiteLLM says is gone.
    func forget(_ id: AccountID) {
        inventory.remove(id)
    }

    /// Takes the end of a sweep, and tells what changed and which accounts to ask for by id.
    func finish(_ sweep: Sweep, at uptime: Uptime, _ now: Timestamp) -> (notices: [Notice], unseen: [AccountID]) {
        guard let before = statuses[sweep.source] else { return ([], []) }
        sweepStarts[sweep.source] = nil
        observe(sweep.observations)
        sweep.errors.forEach { upstream.record($0) }
        var status = before
        status.lastSweepDuration = uptime - sweep.startedAt
        for (rejection, count) in sweep.rejections { status.rejections[rejection, default: 0] += count }
        status.failure = nil
        status.unavailability = nil
        status.isUp = true
        switch sweep.outcome {
        case .complete:
            status.sweeps[.complete, default: 0] += 1
            status.lastOutcome = .complete
            status.lastSuccess = now
            // Those of a background round are whole when that is.
            if sweep.source != .details { noteWholeLook(by: sweep.source, since: sweep.startedAt) }
            countTeamKeys(of: sweep)
        case .unavailable(let error):
            status.sweeps[.complete, default: 0] += 1
            status.lastOutcome = .complete
            status.lastSuccess = now
            status.unavailability = error.explanation
        case .incomplete:
            status.sweeps[.incomplete, default: 0] += 1
            status.lastOutcome = .incomplete
        case .failed(let error):
            status.sweeps[.failed, default: 0] += 1
            status.lastOutcome = .failed
            status.isUp = false
            status.failure = SourceStatus.Failure(error)
        }
        statuses[sweep.source] = status
        let accounts = inventory.entries.keys.count { $0.kind.source == sweep.source }
        var notices = Notice.afterSweep(before: before, after: status, sweep, accounts: accounts)
        notices += rememberBadRows(of: sweep, at: uptime)
        let news = sweep.unknownAccounts.subtracting(unknownAccounts[sweep.source] ?? [])
        if !news.isEmpty { notices.append(.unknownAccounts(news.sorted())) }
        unknownAccounts[sweep.source] = sweep.unknownAccounts
        inventory.expire(at: uptime) { longestAge($0, at: uptime) }
        let unseen = absentees(of: sweep)
        notices += refreshPartialViews()
        return (notices, unseen)
    }

    /// Takes what asking for unseen accounts by their ids has shown.
    func settle(_ verdicts: [(id: AccountID, verdict: Verdict)]) -> [Notice] {
        var removed: [AccountID] = []
        for (id, verdict) in verdicts {
            verdict.errors.forEach { upstream.record($0) }
            switch verdict.finding {
            case .gone:
                inventory.remove(id)
                removed.append(id)
            case .excluded: inventory.remove(id)
            case .present(let observation): observe([observation])
            case .hidden: inventory.hide(id)
            case .unknown: break
            }
        }
        return (removed.isEmpty ? [] : [.removed(removed)]) + refreshPartialViews()
    }

    /// Takes the intervals at which sources are really swept, which staleness follows, and what they leave of the time.
    func follow(_ intervals: [SourceID: Duration], spareShare: Double, at uptime: Uptime) -> [Notice] {
        round.share = spareShare
        var notices: [Notice] = []
        for (source, interval) in intervals.sorted(by: { $0.key < $1.key }) {
            guard let wanted = configuration.intervals[source] else { continue }
            statuses[source]?.interval = interval
            let known = slowSources[source]
            // What is not there is asked for rarely without the proxy being slow.
            if interval > wanted * 1.5, statuses[source]?.unavailability == nil {
                // A proxy that is slow by turns is not worth a line at each turn.
                let isNews = known.map { interval > $0.said * 4 } ?? true
                if isNews { notices.append(.sweepsLessOften(source, interval: interval)) }
                slowSources[source] = (said: isNews ? interval : known?.said ?? interval, lastAt: uptime)
            } else if let known, uptime - known.lastAt >= Self.calmBeforeUsual {
                slowSources[source] = nil
                notices.append(.sweepsAsOftenAsUsual(source, interval: interval))
            }
        }
        return notices
    }

    /// The bad rows of a source that are passed over for now.
    func badRows(of source: SourceID, at uptime: Uptime) -> [BadRow] {
        guard let known = badRows[source], uptime < known.until else { return [] }
        return known.rows
    }

    /// The teams and keys near their limits, the fullest of those not exhausted first, then the exhausted.
    func hotAccounts(atMost limit: Int) -> [AccountID] {
        let hot = inventory.entries.values.lazy.map(\.account).filter(\.isHot).map { account in
            (isExhausted: account.isExhausted ?? false, ratio: account.usedRatio ?? 0, id: account.id)
        }
        return
            hot
            .sorted { left, right in
                if left.isExhausted != right.isExhausted { return right.isExhausted }
                return (right.ratio, left.id) < (left.ratio, right.id)
            }
            .prefix(limit).map(\.id)
    }

    /// Where accounts of this kind are seen.
    private func source(of kind: AccountKind) -> SourceID {
        // Where no lists are read, members come with their teams.
        kind == .teamMember && configuration.mode != .discover ? .teams : kind.source
    }

    /// How often accounts of this kind are looked at.
    func interval(of kind: AccountKind) -> Duration {
        let source = source(of: kind)
        let interval = statuses[source]?.interval ?? .zero
        return source == .details ? max(interval, round.lastDuration ?? .zero) : interval
    }

    /// How long an account of this kind may go unobserved. A sweep under way may rest long before it comes to an account,
    /// so that its time does not count.
    func longestAge(_ kind: AccountKind, at uptime: Uptime) -> Duration {
        let source = source(of: kind)
        let startedAt = source == .details ? round.startedAt : sweepStarts[source]
        let underWay = startedAt.map { max(uptime - $0, .zero) } ?? .zero
        return max(configuration.staleAfter, interval(of: kind) * Self.intervalsUntilStale) + underWay
    }

    private var ownKeyID: AccountID? { ownKey.hash.map { .key(hash: $0) } }

    /// Accounts that the sweep should have seen; removed at once where the source itself decides what there is.
    private func absentees(of sweep: Sweep) -> [AccountID] {
        guard sweep.outcome == .complete, sweep.absence != .isMeaningless else { return [] }
        let kinds = AccountKind.allCases.filter { $0.source == sweep.source }
        let unseen = kinds.flatMap { inventory.unseen($0, since: sweep.startedAt) }
        // What could not be read may be what is missed.
        let isWhole = sweep.badRows.isEmpty && sweep.rejections[.badElement] == nil
        switch sweep.absence {
        case .isRemoval, .isConfirmedByNextSweep:
            guard isWhole else { return [] }
        case .isVerified, .isMeaningless: break
        }
        switch sweep.absence {
        case .isRemoval:
            unseen.forEach { inventory.remove($0) }
            return []
        case .isConfirmedByNextSweep:
            unseen.filter { inventory.miss($0) }.forEach { inventory.remove($0) }
            return []
        case .isVerified, .isMeaningless: break
        }
        let most = configuration.mostVerificationsPerSweep
        guard unseen.count < most, !inventory.hidden.isEmpty else { return Array(unseen.prefix(most)) }
        // Those that are hidden take turns.
        let known = Set(unseen)
        let hidden = inventory.hidden.filter { $0.kind.source == sweep.source && !known.contains($0) }.sorted()
        let turn = hidden.isEmpty ? 0 : (statuses[sweep.source]?.sweeps[.complete] ?? 0) * most % hidden.count
        return Array((unseen + hidden[turn...] + hidden[..<turn]).prefix(most))
    }

    private func countTeamKeys(of sweep: Sweep) {
        guard sweep.absence == .isVerified else { return }
        switch sweep.source {
        case .teams: coverage.teamsPromised(sweep.teamKeys)
        case .keys: coverage.keysSeen(sweep.teamKeys)
        default: break
        }
    }

    private func refreshPartialViews() -> [Notice] {
        var notices: [Notice] = []
        for (source, status) in statuses.sorted(by: { $0.key < $1.key }) {
            let lacksKeys = source == .keys && coverage.isPartial
            let isPartial = lacksKeys || inventory.hidden.contains { $0.kind.source == source }
            guard isPartial != status.isPartial else { continue }
            statuses[source]?.isPartial = isPartial
            notices.append(isPartial ? .viewIsPartial(source) : .viewIsWhole(source))
        }
        return notices
    }

    private func rememberBadRows(of sweep: Sweep, at uptime: Uptime) -> [Notice] {
        guard sweep.outcome != .incomplete || !sweep.badRows.isEmpty, !sweep.hasFailed else { return [] }
        let known = badRows[sweep.source]
        let isNews = Set(sweep.badRows) != Set(known?.rows ?? [])
        if sweep.badRows.isEmpty {
            badRows[sweep.source] = nil
        } else if isNews || uptime >= known?.until ?? uptime {
            badRows[sweep.source] = (sweep.badRows, uptime + Self.badRowRest)
        }
        guard isNews else { return [] }
        return sweep.badRows.filter { known?.rows.contains($0) != true }.map { .badRow(sweep.source, $0) }
    }
}

extension Account {
    /// A team or key above 80 % of its limit. A limit of zero is a barrier, not a budget to be watched.
    var isHot: Bool {
        guard kind == .team || kind == .key, let usedRatio else { return false }
        return usedRatio > Self.highUsedRatio && budget.limit != .limited(0)
    }
}

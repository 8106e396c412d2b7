package import Budgets
import LiteLLMAdmin
import Threading

/// The one owner of accounts: sweeps go in, reports come out.
///
/// Nothing in here suspends between a read and a write, so each call sees and leaves a whole state.
public actor Watch {
    /// A bad row is passed over for this long before it is asked for again.
    private static let badRowRest: Duration = .seconds(600)

    var configuration: Poller.Configuration
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
    /// What its hash should be, for when LiteLLM does not tell: something in front of LiteLLM may put another key in its place.
    private var workedOutOwnKeyHash: String?
    var shown: [AccountKind: ShownAccounts]
    var announcements = Announcements()
    /// When the sweeps under way began.
    var sweepStarts: [SourceID: Uptime] = [:]
    /// When sweeps and the round began that a change of the configuration has cut off, until the next of their source ends.
    var cutOffStarts: [SourceID: Uptime] = [:]
    /// For how long the longest of these had been under way.
    var longestCutOffs: [SourceID: Duration] = [:]
    /// How long accounts of a kind could go unobserved when the configuration changed, until they have all been looked at anew.
    var earlierAges: [AccountKind: Duration] = [:]
    private var badRows: [SourceID: (rows: [BadRow], until: Uptime)] = [:]
    var dialect = Dialect()
    var routes = RouteMemory()
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

    /// Learns under which hash the exporter's own key should be listed, where LiteLLM tells nothing of it. What it told before
    /// still holds.
    func recognizeOwnKey(workedOut hash: String?) {
        workedOutOwnKeyHash = hash
        if let hash { inventory.remove(.key(hash: hash)) }
    }

    /// Learns that a sweep begins.
    func begin(_ source: SourceID, at moment: Moment) {
        sweepStarts[source] = moment.uptime
        clock = moment
    }

    /// Takes what a sweep has seen so far.
    @discardableResult
    package func observe(_ observations: [Observation]) -> SweepTally {
        var tally = SweepTally()
        for observation in observations where !isOwnKey(observation.account.id) {
            tally.seen += 1
            guard let look = inventory.observe(observation) else { continue }
            switch look.news {
            case .isNew: tally.new += 1
            case .hasChanged: tally.changed += 1
            case .none: break
            }
            note(observation, look.account)
        }
        return tally
    }

    /// Hands the ledger what was read, once it is known with what was known before.
    private func note(_ observation: Observation, _ account: Account) {
        // What is told of a provider is told by whichever worker of LiteLLM answers, each of which counts for itself.
        guard account.kind != .provider, observation.account.spend != nil,
            let moment = moment(at: observation.uptime)
        else { return }
        ledgers.take(account, at: moment, skew: skew)
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
    @discardableResult
    func observeMembers(_ reading: DetailsReading, of team: AccountID, at uptime: Uptime) -> SweepTally {
        guard let members = reading.observedMembers(at: uptime) else { return SweepTally() }
        // Where no details are read, members come with their teams.
        let source: SourceID = statuses[.details] == nil ? .teams : .details
        let unknownLimits = members.count { $0.account.hasUnreadableLimit }
        if unknownLimits > 0 { statuses[source]?.rejections[.unknownLimit, default: 0] += unknownLimits }
        var tally = observe(members)
        guard reading.badMembers > 0 else {
            tally.gone += inventory.removeMembers(of: team, except: members.map(\.account.id), at: uptime)
            return tally
        }
        statuses[source]?.rejections[.badElement, default: 0] += reading.badMembers
        return tally
    }

    /// Forgets an account that LiteLLM says is gone.
    func forget(_ id: AccountID) {
        inventory.remove(id)
    }

    /// Returns a sweep that has ended as it is to be understood by what the proxy was able to answer before.
    func judge(_ sweep: Sweep, at uptime: Uptime) -> Sweep {
        routes.judge(sweep, at: uptime)
    }

    /// Takes the end of a sweep, and tells what is to be said, which accounts to ask for by id, and what the sweep saw.
    func finish(
        _ sweep: Sweep, at uptime: Uptime, _ now: Timestamp
    ) -> (notices: [Notice], unseen: [AccountID], tally: SweepTally) {
        guard let before = statuses[sweep.source] else { return ([], [], sweep.tally) }
        sweepStarts[sweep.source] = nil
        cutOffStarts[sweep.source] = nil
        longestCutOffs[sweep.source] = nil
        var tally = sweep.tally
        tally += observe(sweep.observations)
        sweep.errors.forEach { upstream.record($0) }
        var status = before
        status.lastSweepDuration = uptime - sweep.startedAt
        for (rejection, count) in sweep.rejections { status.rejections[rejection, default: 0] += count }
        status.lastError = nil
        status.failure = nil
        status.shortfall = nil
        status.unavailability = nil
        status.isUp = true
        switch sweep.outcome {
        case .complete:
            status.sweeps[.complete, default: 0] += 1
            status.lastOutcome = .complete
            status.lastSuccess = now
            if sweep.source != .details {
                noteWholeLook(by: sweep.source, since: sweep.startedAt)
                if sweep.isWhole {
                    inventory.missFaded(
                        kinds(of: sweep.source), since: sweep.startedAt, isProof: sweep.absence == .isRemoval)
                }
            }
            countTeamKeys(of: sweep)
        case .unavailable(let error):
            status.sweeps[.complete, default: 0] += 1
            status.lastOutcome = .complete
            status.lastSuccess = now
            status.unavailability = error.explanation
            inventory.missFaded(kinds(of: sweep.source), since: sweep.startedAt, isProof: true)
        case .incomplete:
            status.sweeps[.incomplete, default: 0] += 1
            status.lastOutcome = .incomplete
            status.shortfall = sweep.errors.last.map { SourceStatus.Failure($0) }
        case .failed(let error):
            status.sweeps[.failed, default: 0] += 1
            status.lastOutcome = .failed
            status.isUp = false
            status.lastError = error
            status.failure = SourceStatus.Failure(error)
        }
        statuses[sweep.source] = status
        let accounts = inventory.entries.keys.count { $0.kind.source == sweep.source }
        var notices = announcements.afterSweep(sweep, before: before, accounts: accounts, at: uptime)
        notices += rememberBadRows(of: sweep, at: uptime)
        expire(at: uptime)
        let (unseen, removed) = absentees(of: sweep)
        tally.gone += removed
        notices += refreshPartialViews(at: uptime)
        return (notices, unseen, tally)
    }

    /// Takes what asking for unseen accounts by their ids has shown.
    func settle(_ verdicts: [(id: AccountID, verdict: Verdict)], at uptime: Uptime) -> [Notice] {
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
        return (removed.isEmpty ? [] : [.removed(removed)]) + refreshPartialViews(at: uptime)
    }

    /// Takes the intervals at which sources are really swept, which staleness follows, and what they leave of the time.
    func follow(
        _ intervals: [SourceID: Duration], present: [SourceID: Duration], spareShare: Double, at uptime: Uptime
    ) -> [Notice] {
        round.share = spareShare
        var notices: [Notice] = []
        for (source, interval) in intervals.sorted(by: { $0.key < $1.key }) {
            guard let wanted = configuration.intervals[source] else { continue }
            statuses[source]?.interval = present[source] ?? interval
            let isAvailable = statuses[source]?.unavailability == nil
            notices += announcements.onInterval(
                interval, wanted: wanted, of: source, isAvailable: isAvailable, at: uptime)
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

    /// What the last attempt at what tells that the proxy works has failed by; nil where it did not.
    var whyProxyIsAway: AdminError? {
        statuses[configuration.discoverySource]?.lastError
    }

    private func isOwnKey(_ id: AccountID) -> Bool {
        guard case .key(let hash) = id else { return false }
        return hash == ownKey.hash || hash == workedOutOwnKeyHash
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
        return announcements.onBadRows(sweep.badRows, of: sweep.source, at: uptime)
    }
}

extension Account {
    /// A team or key above 80 % of its limit. A limit of zero is a barrier, not a budget to be watched.
    var isHot: Bool {
        guard kind == .team || kind == .key, let usedRatio else { return false }
        return usedRatio > Self.highUsedRatio && budget.limit != .limited(0)
    }
}

import Budgets
import LiteLLMAdmin
import Threading

/// What was said of the sources, so that what lasts is said once, and what comes by turns not at each turn.
struct Announcements: Sendable {
    /// What can be said of how a source fares, besides that it is well.
    private enum Trouble: Hashable {
        /// The same reason can come with several statuses.
        case failed(AdminError.Reason)
        case incomplete
        case unavailable(explanation: String)
    }

    private struct Said {
        /// The last word; nil where that is that the source is well, or nothing.
        var last: Trouble?
        /// What was said, and when: however often the source was well since, as a proxy of which one part is ill fails by turns.
        var times: [Trouble: Uptime] = [:]
        /// How many sweeps in a row were not well.
        var troublesInARow = 0
    }

    /// What was said of whether the exporter's key sees only a part of a source.
    private struct View {
        /// The last word; it is the end that is said at once, as that it is partial is said seldom enough.
        var isPartial = false
        var saidPartialAt: Uptime?
    }

    /// A bad row by its neighbours: where it stands moves with each row that comes before it. Without neighbours that is all
    /// there is.
    private struct BadRowName: Hashable {
        let source: SourceID
        let before: String?
        let after: String?
        let offset: Int?

        init(_ row: BadRow, of source: SourceID) {
            self.source = source
            before = row.before
            after = row.after
            offset = before == nil && after == nil ? row.offset : nil
        }
    }

    /// How often a source was said to be swept, as it is slow, and when it last was.
    private struct Slowness {
        var said: Duration
        var lastAt: Uptime
    }

    /// What was said in an outage is said again after this long, where it is not the last word.
    private static let silence: Duration = .seconds(600)
    /// So many sweeps in a row are an outage, which is said at once where the last word was that all is well.
    private static let lastingTroubles = 3
    /// A source that was slow is called well again after this long.
    private static let calmBeforeUsual: Duration = .seconds(900)

    private var said: [SourceID: Said] = [:]
    private var slowness: [SourceID: Slowness] = [:]
    private var views: [SourceID: View] = [:]
    /// The bad rows of the last sweep that told of them.
    private var badRows: [SourceID: Set<BadRowName>] = [:]
    /// When a bad row was said.
    private var badRowTimes: [BadRowName: Uptime] = [:]
    /// Why rows were rejected, of which accounts it was said last, and when.
    private var saidRejections: [SourceID: [Rejection: (accounts: Set<AccountID>, at: Uptime)]] = [:]
    /// Listed accounts of which it was said that LiteLLM does not know them.
    private var unknownAccounts: [SourceID: Set<AccountID>] = [:]

    /// What is to be said when a sweep has ended.
    ///
    /// - Parameters:
    ///   - before: How its source fared until then.
    ///   - accounts: How many of it are known now.
    mutating func afterSweep(
        _ sweep: Sweep, before: SourceStatus, accounts: Int, at uptime: Uptime
    ) -> [Notice] {
        var notices = troubles(of: sweep, before, accounts: accounts, at: uptime)
        for rejection in Rejection.allCases where rejection != .badRow {
            guard let count = sweep.rejections[rejection], count > 0 else { continue }
            let accounts = sweep.rejectedAccounts[rejection] ?? []
            if let said = saidRejections[sweep.source]?[rejection] {
                let hasNews = !said.accounts.isSuperset(of: accounts)
                guard hasNews, uptime - said.at >= Self.silence else { continue }
            }
            saidRejections[sweep.source, default: [:]][rejection] = (Set(accounts), uptime)
            notices.append(.rejected(sweep.source, rejection, count: count, accounts))
        }
        let news = sweep.unknownAccounts.subtracting(unknownAccounts[sweep.source] ?? [])
        if !news.isEmpty { notices.append(.unknownAccounts(news.sorted())) }
        unknownAccounts[sweep.source] = sweep.unknownAccounts
        return notices
    }

    private mutating func troubles(
        of sweep: Sweep, _ before: SourceStatus, accounts: Int, at uptime: Uptime
    ) -> [Notice] {
        let source = sweep.source
        switch sweep.outcome {
        case .complete:
            // What was said is not forgotten, so that it is not said at each turn.
            let hasTrouble = said[source]?.last != nil
            said[source]?.last = nil
            said[source]?.troublesInARow = 0
            if before.lastSuccess == nil, sweep.absence != .isMeaningless {
                return [.firstSweep(source, accounts: accounts)]
            }
            return hasTrouble ? [.worksAgain(source)] : []
        case .failed(let error):
            return isNews(.failed(error.reason), of: source, at: uptime) ? [.failed(source, error)] : []
        case .incomplete:
            // Listed accounts that are not there are named one by one.
            let isAboutUnknown = sweep.errors.allSatisfy(\.saysAccountIsMissing) && !sweep.unknownAccounts.isEmpty
            guard !isAboutUnknown, isNews(.incomplete, of: source, at: uptime) else { return [] }
            return [.incomplete(source, sweep.errors.last)]
        case .unavailable(let error):
            let trouble = Trouble.unavailable(explanation: error.explanation)
            return isNews(trouble, of: source, at: uptime) ? [.unavailable(source, error)] : []
        }
    }

    /// Whether to say this now. A gateway that fails in several ways by turns is not worth a line at each turn; what is held
    /// back is looked at again with each sweep, so that the last word is not wrong for long.
    private mutating func isNews(_ trouble: Trouble, of source: SourceID, at uptime: Uptime) -> Bool {
        var said = said[source] ?? Said()
        said.troublesInARow += 1
        defer { self.said[source] = said }
        guard said.last != trouble else { return false }
        let isLasting = said.last == nil && said.troublesInARow >= Self.lastingTroubles
        if let time = said.times[trouble], uptime - time < Self.silence, !isLasting { return false }
        said.last = trouble
        said.times[trouble] = uptime
        return true
    }

    /// What is to be said of whether the exporter's key sees only a part of a source.
    mutating func onView(of source: SourceID, isPartial: Bool, at uptime: Uptime) -> [Notice] {
        var view = views[source] ?? View()
        guard view.isPartial != isPartial else { return [] }
        if isPartial {
            if let time = view.saidPartialAt, uptime - time < Self.silence { return [] }
            view.saidPartialAt = uptime
        }
        view.isPartial = isPartial
        views[source] = view
        return [isPartial ? .viewIsPartial(source) : .viewIsWhole(source)]
    }

    /// What is to be said of the bad rows of a sweep.
    mutating func onBadRows(_ rows: [BadRow], of source: SourceID, at uptime: Uptime) -> [Notice] {
        badRowTimes = badRowTimes.filter { uptime - $0.value < Self.silence }
        let known = badRows[source] ?? []
        badRows[source] = []
        var notices: [Notice] = []
        for row in rows {
            let name = BadRowName(row, of: source)
            badRows[source]?.insert(name)
            guard !known.contains(name), badRowTimes[name] == nil else { continue }
            badRowTimes[name] = uptime
            notices.append(.badRow(source, row))
        }
        return notices
    }

    /// What is to be said of how often a source is swept.
    ///
    /// - Parameters:
    ///   - wanted: The configured interval.
    ///   - isAvailable: What is not there is asked for rarely without the proxy being slow.
    mutating func onInterval(
        _ interval: Duration, wanted: Duration, of source: SourceID, isAvailable: Bool, at uptime: Uptime
    ) -> [Notice] {
        let known = slowness[source]
        if interval > wanted * 1.5, isAvailable {
            // A proxy that is slow by turns is not worth a line at each turn.
            let isNews = known.map { interval > $0.said * 4 } ?? true
            slowness[source] = Slowness(said: isNews ? interval : known?.said ?? interval, lastAt: uptime)
            return isNews ? [.sweepsLessOften(source, interval: interval)] : []
        }
        guard let known, uptime - known.lastAt >= Self.calmBeforeUsual else { return [] }
        slowness[source] = nil
        return [.sweepsAsOftenAsUsual(source, interval: interval)]
    }

    /// Begins anew for sources other than these, and with what is said of the proxy's pace.
    mutating func keep(_ sources: Set<SourceID>) {
        said = said.filter { sources.contains($0.key) }
        unknownAccounts = unknownAccounts.filter { sources.contains($0.key) }
        saidRejections = saidRejections.filter { sources.contains($0.key) }
        views = views.filter { sources.contains($0.key) }
        badRows = badRows.filter { sources.contains($0.key) }
        badRowTimes = badRowTimes.filter { sources.contains($0.key.source) }
        slowness = [:]
    }
}

import Budgets
import LiteLLMAdmin
import Persistence
import Threading

/// Something an operator should read in the log, once when it happens and once when it is over.
enum Notice: Hashable, Sendable {
    enum Level: Hashable, Sendable {
        case info
        case warning
        case error
    }

    case firstSweep(SourceID, accounts: Int)
    case failed(SourceID, AdminError)
    case unavailable(SourceID, AdminError)
    /// Without an estimate where one look is all that is wanted.
    case roundLeftOut(accounts: Int, estimate: Duration?)
    case roundTakenUp(accounts: Int)
    case incomplete(SourceID, AdminError?)
    case worksAgain(SourceID)
    case rejected(SourceID, Rejection, count: Int, [AccountID])
    case badRow(SourceID, BadRow)
    case removed([AccountID])
    case unknownAccounts([AccountID])
    case viewIsPartial(SourceID)
    case viewIsWhole(SourceID)
    case sweepsLessOften(SourceID, interval: Duration)
    case sweepsAsOftenAsUsual(SourceID, interval: Duration)
    case proxyLacks(Dialect.Question)
    case proxyLacksNoMore(Dialect.Question)
    case stateIsAwaited(LedgerFileError)
    case stateIsMissing(LedgerFileError)
    case stateIsUnreadable(ledgers: Int)
    case stateWasSetAside(SetAside)
    case stateFails(LedgerFileError)
    case stateWorksAgain(SetAside?)

    var level: Level {
        switch self {
        case .failed, .stateIsMissing, .stateFails: .error
        case .incomplete, .rejected, .badRow, .viewIsPartial, .sweepsLessOften, .roundLeftOut,
            .unknownAccounts, .stateIsAwaited, .stateIsUnreadable, .stateWasSetAside:
            .warning
        case .unavailable, .roundTakenUp, .firstSweep, .worksAgain, .removed, .viewIsWhole, .proxyLacks,
            .proxyLacksNoMore, .sweepsAsOftenAsUsual, .stateWorksAgain:
            .info
        }
    }
}

extension Notice: CustomStringConvertible {
    var description: String {
        switch self {
        case .firstSweep(let source, let accounts):
            "first complete sweep of \(source.rawValue): \(accounts) accounts"
        case .failed(let source, let error):
            "cannot read \(source.rawValue): \(error)"
        case .unavailable(let source, let error):
            "not available: \(source.rawValue); GET \(error.endpoint.path): \(error.explanation)"
        case .roundLeftOut(let accounts, let estimate):
            "reading \(accounts) accounts one by one would take "
                + (estimate.map { "about \(Int(($0.seconds / 60).rounded(.up))) min" } ?? "long")
                + ", so it is left out but for those near their limits; --poll.details on does it all the same"
        case .roundTakenUp(let accounts):
            "\(accounts) accounts are read one by one again, in the background"
        case .incomplete(let source, let error):
            "a sweep of \(source.rawValue) was incomplete; what it saw counts"
                + (error.map { ": \($0)" } ?? "")
        case .worksAgain(let source):
            "\(source.rawValue) can be read again, completely"
        case .rejected(let source, let rejection, let count, let accounts):
            "\(count) of \(source.rawValue): \(rejection.explanation)"
                + (accounts.isEmpty ? "" : ": \(accounts.map(\.shortText).joined(separator: ", "))")
                + (count > accounts.count && !accounts.isEmpty ? ", and others" : "")
        case .badRow(let source, let row):
            "LiteLLM fails on one of \(source.rawValue), \(source == .users ? row.number : row.place); "
                + "it is passed over for 10 minutes"
        case .removed(let accounts):
            "no longer at the proxy: \(accounts.map(\.shortText).sorted().joined(separator: ", "))"
        case .unknownAccounts(let accounts):
            "listed, but unknown to LiteLLM: \(accounts.map(\.shortText).joined(separator: ", "))"
        case .viewIsPartial(let source):
            "the exporter's key sees only a part of \(source.rawValue); "
                + "use the key of a user with the role proxy_admin_viewer (see README)"
        case .viewIsWhole(let source):
            "the exporter's key sees all of \(source.rawValue) again"
        case .sweepsLessOften(let source, let interval):
            "sweeps of \(source.rawValue) now begin every \(Int(interval.seconds.rounded())) s, as they take this proxy long "
                + "and requests have to stay within --poll.max-duty"
        case .sweepsAsOftenAsUsual(let source, let interval):
            "sweeps of \(source.rawValue) begin every \(Int(interval.seconds.rounded())) s again"
        case .proxyLacks(let question):
            "an older LiteLLM: \(question.substitute)"
        case .stateIsAwaited(let error): "waiting for up to 30 s, as \(error)"
        case .stateIsUnreadable(let ledgers):
            "the histories of \(ledgers) accounts in the state file cannot be read and begin anew"
        case .stateIsMissing(let error):
            "no state is kept, so that a restart begins histories anew: \(error)"
        case .stateWasSetAside(let setAside): "\(setAside), so that histories begin anew"
        case .stateFails(let error): "\(error)"
        case .stateWorksAgain(let setAside):
            "the state file can be written again" + (setAside.map { "; \($0)" } ?? "")
        case .proxyLacksNoMore(let question):
            "the proxy was upgraded: it is asked for \(question.subject) in the newer way"
        }
    }
}

extension Dialect.Question {
    fileprivate var subject: String {
        switch self {
        case .teamPages: "teams"
        case .wholeKeys: "keys"
        case .singleUser: "its own budget"
        }
    }

    fileprivate var substitute: String {
        switch self {
        case .teamPages:
            "teams are read all at once, from /team/list, which costs it some queries a team; so at most every "
                + "\(Int(TeamsAtOnce.leastInterval.seconds / 60)) min"
        case .wholeKeys: "keys are read one by one, from /key/info, as it lists only their hashes"
        case .singleUser: "the proxy's own budget is read from /user/list"
        }
    }
}

extension Rejection {
    fileprivate var explanation: String {
        switch self {
        case .badRow: "LiteLLM fails on the row"
        case .badElement: "not shown, as they have no id or are no objects"
        case .labelTooLong: "not shown, as their ids are longer than \(AccountReading.longestID) bytes"
        case .unknownSpend: "their spend is not a number; the last known one is shown until it is stale"
        case .unknownLimit: "a limit is not a number; the last known one is shown until it is stale"
        }
    }
}

extension BadRow {
    /// Ids of users are often addresses of people, and have no place in a log.
    fileprivate var number: String { "row \(offset + 1)" }

    fileprivate var place: String {
        switch (before, after) {
        case (let before?, let after?): "between \(before.inLog) and \(after.inLog)"
        case (let before?, nil): "after \(before.inLog)"
        case (nil, let after?): "before \(after.inLog)"
        case (nil, nil): number
        }
    }
}

extension AccountID {
    /// Enough of a key's hash to find it, all of a team's id.
    fileprivate var shortText: String {
        switch self {
        case .team(let id): "team \(id.inLog)"
        case .key(let hash): "key \(hash.prefix(16))"
        case .proxy: "the proxy's budget"
        // Ids of people are often their addresses, and have no place in a log.
        case .teamMember(let team, _): "a member of team \(team.inLog)"
        case .user, .customer: "a \(kind.rawValue)"
        case .organization, .provider: "\(kind.rawValue) \(text.inLog)"
        }
    }
}

extension String {
    /// Quoted, with control characters escaped, and no longer than a line takes.
    fileprivate var inLog: String {
        // By scalars: one character can be thousands of them.
        String(String.UnicodeScalarView(unicodeScalars.prefix(80))).debugDescription
    }
}

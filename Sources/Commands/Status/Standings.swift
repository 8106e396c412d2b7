import Budgets
import Threading

/// The teams and their budgets as somebody told them, and what there is to know about that.
struct Standings: Sendable {
    enum Origin: Hashable, Sendable {
        case exporter(url: String)
        /// The proxy itself, and why no exporter was heard.
        case proxy(url: String, because: ExporterSilence)
    }

    var origin: Origin
    var teams: [Account]
    /// The end of the last reading that reached every team; nil before the first.
    var readAt: Timestamp?
    /// Whether the last attempt to read LiteLLM worked.
    var isUp = true
    /// What that attempt failed by, in whole or in part.
    var failure: String?
    /// Whether there are teams that the key may not see.
    var isPartial = false
    /// How many teams are known and held back by `--limit.teams`.
    var hiddenTeams = 0

    /// What one has to know before one trusts the numbers, the gravest first.
    ///
    /// - Parameter staleAfter: How old a reading may be before it is worth a word.
    func remarks(at now: Timestamp, staleAfter: Duration) -> [String] {
        var remarks: [String] = []
        if !isUp {
            let cause = failure.map { ": \($0)" } ?? "."
            remarks.append("LiteLLM cannot be read at the moment, so the numbers may be old\(cause)")
        } else if readAt == nil {
            let cause = failure.map { ": \($0)" } ?? "."
            remarks.append("Not every team has been read yet, so some may be missing\(cause)")
        }
        if let readAt, now - readAt > staleAfter {
            remarks.append("All teams were last read \((now - readAt).inOneUnit) ago.")
        }
        if isPartial {
            remarks.append("The exporter's key sees only some of the teams.")
        }
        if hiddenTeams > 0 {
            remarks.append("--limit.teams holds back \(hiddenTeams.grouped) more.")
        }
        return remarks
    }
}

/// Why no running exporter told how teams stand.
enum ExporterSilence: Error, Hashable, Sendable {
    /// It listens on whatever port was free, so that nobody knows where.
    case addressUnknown
    case unreachable(url: String, String)
    /// An exporter answers, and says why it has nothing to tell.
    case notReady(url: String, String)
    /// It wants a login, or another one.
    case locked(url: String)
    /// What answers is something else.
    case stranger(url: String, status: Int)

    /// Whether an exporter is there, which will tell later.
    var isPassing: Bool {
        if case .notReady = self { true } else { false }
    }
}

extension ExporterSilence: CustomStringConvertible {
    /// A clause that follows "as" or a colon.
    var description: String {
        switch self {
        case .addressUnknown: "--web.listen-address has port 0, which does not tell where an exporter listens"
        case .unreachable(let url, _): "no exporter answers at \(url)"
        case .notReady(let url, let why): "the exporter at \(url) has nothing to tell yet (\(why))"
        case .locked(let url):
            "the exporter at \(url) asks for a login that --client.login-file or --client.token-file does not give"
        case .stranger(let url, let status):
            "what answers at \(url) is no exporter of budgets (it answered \(status) to /api/v1/teams)"
        }
    }
}

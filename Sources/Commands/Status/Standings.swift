import Budgets
import Polling

/// The teams and their budgets as somebody told them, and how far to rely on that.
struct Standings: Sendable {
    enum Origin: Hashable, Sendable {
        case exporter(url: String)
        /// The proxy itself, and why no exporter was heard.
        case proxy(url: String, because: ExporterSilence)
    }

    var origin: Origin
    var teams: [Account]
    var reliability: Reliability
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
        case .notReady(let url, let why): "the exporter at \(url) has nothing to tell (\(why))"
        case .locked(let url):
            "the exporter at \(url) asks for a login that --client.login-file or --client.token-file does not give"
        case .stranger(let url, let status):
            "what answers at \(url) is no exporter of budgets (it answered \(status) to /api/v1/teams)"
        }
    }
}

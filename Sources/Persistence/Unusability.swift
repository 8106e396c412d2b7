/// Why a state file cannot be used, so that it is set aside and a new one begun.
public enum Unusability: Error, Hashable, Sendable, CustomStringConvertible {
    case notADatabase
    /// Another program's; SQLite's `application_id` tells.
    case foreign
    /// Written by a newer release.
    case newer(version: Int)
    /// Written by a release whose format is not read any more.
    case older(version: Int)
    case damaged(String)
    /// Accounts of two proxies may have the same ids, those as a whole always have.
    case ofAnotherProxy(String)
    /// It was put in the place of the one that was in use.
    case stranger
    /// The system does not let it be read.
    case unreadable(String)

    public var description: String {
        switch self {
        case .notADatabase: "it is no SQLite database"
        case .foreign: "it is a database of another program"
        case .newer(let version): "a newer release wrote it (format \(version))"
        case .older(let version): "its format \(version) is not read any more"
        case .damaged(let how): "it is damaged: \(how)"
        case .ofAnotherProxy(let url):
            "it is about another proxy, \(url.isEmpty ? "not named" : url); name a file for each with --state-file"
        case .stranger: "it was put in the place of the one in use"
        case .unreadable(let why): "it cannot be read: \(why)"
        }
    }
}

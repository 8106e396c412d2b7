import Budgets

/// Why a line is no observation. What it holds is not repeated: it may be anything, and errors end up in logs.
enum UnusableLine: Error, Hashable, Sendable {
    case tooLong(mostBytes: Int)
    /// At this byte, counted from 1.
    case notJSON(byte: Int)
    case notAnObject
    case lacks(Member)
    case notText(Member)
    case notANumber(Member)
    case notATime(Member)
    case notADate(Member)
    case unknownKind
    case notAMemberID

    /// What is read of an observation.
    enum Member: String, Sendable {
        case time
        case kind
        case id
        case spend
        case totalSpend = "total_spend"
        case limit = "max_budget"
        case resetsAt = "budget_reset_at"
        case createdAt = "created_at"
    }
}

extension UnusableLine: CustomStringConvertible {
    var description: String {
        switch self {
        case .tooLong(let mostBytes): "is longer than \(mostBytes) bytes; is it the right file?"
        case .notJSON(let byte): "is not JSON, as byte \(byte) of the line shows"
        case .notAnObject: "is not a JSON object; each line is one observation in braces"
        case .lacks(let member): "lacks \(member.rawValue)"
        case .notText(let member): "\(member.rawValue) is not a text in UTF-8"
        case .notANumber(let member): "\(member.rawValue) is not a number"
        case .notATime(let member): "\(member.rawValue) is not a Unix time in seconds of the years 1 to 9999"
        case .notADate(let member):
            "\(member.rawValue) is neither a date like 2026-12-01T00:00:00Z nor a Unix time in seconds of the years 1 to 9999"
        case .unknownKind: "kind is none of \(AccountKind.allCases.map(\.rawValue).joined(separator: ", "))"
        case .notAMemberID:
            "id of a team_member is not its team's id, a slash and its user's id, with %2F and %25 for slashes and percent signs in them"
        }
    }
}

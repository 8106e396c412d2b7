public import Budgets

/// The kinds of poll, as metrics name them.
public enum SourceID: String, CaseIterable, Hashable, Comparable, Sendable {
    case teams
    case keys
    /// Accounts near their limits, read one by one more often than the lists come round.
    case details

    /// The order in which sources are served when the proxy's time is short.
    static let byPriority: [SourceID] = [.teams, .details, .keys]

    public static func < (left: SourceID, right: SourceID) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension AccountKind {
    /// The source whose sweeps find accounts of this kind, and whose interval their staleness follows.
    public var source: SourceID {
        switch self {
        case .team: .teams
        case .key: .keys
        }
    }
}

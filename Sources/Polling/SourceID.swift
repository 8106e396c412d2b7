public import Budgets

/// The kinds of poll, as metrics name them.
public enum SourceID: String, CaseIterable, Hashable, Comparable, Sendable {
    case teams
    case keys
    case users
    case customers
    case organizations
    case providers
    /// The budget of the proxy as a whole.
    case proxy
    /// Accounts near their limits, read one by one more often than the lists come round.
    case details

    public static func < (left: SourceID, right: SourceID) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension AccountKind {
    /// The source whose sweeps find accounts of this kind, and whose interval their staleness follows.
    public var source: SourceID {
        switch self {
        case .proxy: .proxy
        case .team: .teams
        case .key: .keys
        case .teamMember: .details
        case .user: .users
        case .organization: .organizations
        case .customer: .customers
        case .provider: .providers
        }
    }
}

/// Identifies an account; aliases do not, as LiteLLM lets two teams share one.
public enum AccountID: Hashable, Sendable {
    case proxy
    /// By `team_id`, any string.
    case team(String)
    /// By the SHA-256 of the key, 64 hexadecimal digits; never by the key itself.
    case key(hash: String)
    /// By `team_id` and `user_id`: a user has a membership, and a budget, in each team.
    case teamMember(team: String, user: String)
    case user(String)
    case organization(String)
    case customer(String)
    /// By the name that LiteLLM gives the provider, `openai`.
    case provider(String)

    /// - Parameters:
    ///   - team: Of a member, else nothing.
    ///   - text: The identifier as LiteLLM writes it; of a member the user's, of the proxy nothing.
    public init(_ kind: AccountKind, team: String = "", text: String) {
        self =
            switch kind {
            case .proxy: .proxy
            case .team: .team(text)
            case .key: .key(hash: text)
            case .teamMember: .teamMember(team: team, user: text)
            case .user: .user(text)
            case .organization: .organization(text)
            case .customer: .customer(text)
            case .provider: .provider(text)
            }
    }

    public var kind: AccountKind {
        switch self {
        case .proxy: .proxy
        case .team: .team
        case .key: .key
        case .teamMember: .teamMember
        case .user: .user
        case .organization: .organization
        case .customer: .customer
        case .provider: .provider
        }
    }

    /// The identifier as LiteLLM writes it; of a member the user's, of the proxy nothing.
    public var text: String {
        switch self {
        case .proxy: ""
        case .team(let id), .user(let id), .organization(let id), .customer(let id), .provider(let id): id
        case .key(let hash): hash
        case .teamMember(_, let user): user
        }
    }

    /// The team that a member belongs to.
    public var teamOfMember: String? {
        guard case .teamMember(let team, _) = self else { return nil }
        return team
    }
}

/// Equal and ordered byte for byte, as in LiteLLM's database: a `String` would take an é and an e with an accent for one.
extension AccountID: Comparable {
    public static func == (left: AccountID, right: AccountID) -> Bool {
        guard left.kind == right.kind, left.text.hasSameBytes(as: right.text) else { return false }
        guard let team = left.teamOfMember, let other = right.teamOfMember else { return true }
        return team.hasSameBytes(as: other)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        if var team = teamOfMember { team.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) } }
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// Members are in the order of their teams.
    public static func < (left: AccountID, right: AccountID) -> Bool {
        guard left.kind == right.kind else { return left.kind.rawValue < right.kind.rawValue }
        if let team = left.teamOfMember, let other = right.teamOfMember, !team.utf8.elementsEqual(other.utf8) {
            return team.utf8.lexicographicallyPrecedes(other.utf8)
        }
        return left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}

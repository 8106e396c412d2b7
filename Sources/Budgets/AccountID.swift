/// What LiteLLM keeps a budget for.
public enum AccountKind: String, CaseIterable, Hashable, Sendable {
    case team
    case key
}

/// Identifies an account; aliases do not, as LiteLLM lets two teams share one.
public enum AccountID: Hashable, Sendable {
    /// By `team_id`, any string.
    case team(String)
    /// By the SHA-256 of the key, 64 hexadecimal digits; never by the key itself.
    case key(hash: String)

    public var kind: AccountKind {
        switch self {
        case .team: .team
        case .key: .key
        }
    }

    /// The identifier as LiteLLM writes it.
    public var text: String {
        switch self {
        case .team(let id): id
        case .key(let hash): hash
        }
    }
}

/// Equal and ordered byte for byte, as in LiteLLM's database: a `String` would take an é and an e with an accent for one.
extension AccountID: Comparable {
    public static func == (left: AccountID, right: AccountID) -> Bool {
        left.kind == right.kind && left.text.utf8.elementsEqual(right.text.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    public static func < (left: AccountID, right: AccountID) -> Bool {
        guard left.kind == right.kind else { return left.kind.rawValue < right.kind.rawValue }
        return left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}

extension Account {
    /// Limit less spend, negative once overspent; nil when there is no limit or a part is unknown.
    public var remaining: USD? {
        guard let limit = storage.members.budget.limit.amount, let spend else { return nil }
        let remaining = limit - spend
        // Infinity means that there is no limit, and nothing else.
        return remaining.amount.isFinite ? remaining : nil
    }

    /// Whether nothing bounds what may be spent: windows are limits too, also such as cannot be read.
    public var isUnlimited: Bool { limitKind == .unlimited }

    /// Whether there is a window whose limit nobody knows.
    package var hasUnknownWindows: Bool {
        windows.contains { $0.limit == nil } || windows.isEmpty && unreadable.contains(.windows)
    }

    package var limitKind: LimitKind {
        switch budget.limit {
        case .unknown, .unreadable: .unknown
        case .unlimited where !windows.isEmpty: .windows
        case .unlimited: hasUnknownWindows ? .unknown : .unlimited
        case .limited: .limited
        }
    }

    /// Spend by limit, 1 where the limit is zero, so that a barrier counts as used up.
    public var usedRatio: Double? {
        guard let limit = storage.members.budget.limit.amount, let spend else { return nil }
        return limit.amount > 0 ? spend.amount / limit.amount : 1
    }

    /// Above this part of the limit, little is left.
    public static let highUsedRatio = 0.8

    /// Whether spend has reached the limit. LiteLLM refuses a key there, a team only above.
    public var isExhausted: Bool? {
        guard let limit = storage.members.budget.limit.amount, let spend else { return nil }
        return spend >= limit
    }
}

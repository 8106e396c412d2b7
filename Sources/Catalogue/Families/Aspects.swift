import Budgets

/// The parts of an account that change independently, so that only the families that read a changed part are rendered anew.
struct Aspects: OptionSet, Hashable, Sendable {
    let rawValue: UInt16

    static let labels = Aspects(rawValue: 1 << 0)
    static let spend = Aspects(rawValue: 1 << 1)
    static let budget = Aspects(rawValue: 1 << 2)
    static let settings = Aspects(rawValue: 1 << 3)
    /// The minute of the wall clock.
    static let minute = Aspects(rawValue: 1 << 4)
    /// What other accounts leave of it: changes for all keys of a team with the spend of that team.
    static let headroom = Aspects(rawValue: 1 << 5)
    static let modelBudgets = Aspects(rawValue: 1 << 6)
    static let windows = Aspects(rawValue: 1 << 7)
    /// What the ledger counted.
    static let counters = Aspects(rawValue: 1 << 8)
    /// Since when what is now has been so.
    static let beginnings = Aspects(rawValue: 1 << 9)
    /// Rates and where they lead.
    static let outlooks = Aspects(rawValue: 1 << 10)

    static let all: Aspects = [
        .labels, .spend, .budget, .settings, .minute, .headroom, .modelBudgets, .windows, .counters, .beginnings,
        .outlooks,
    ]

    /// What differs between two states of an account, its labels aside.
    init(between old: Account, and new: Account) {
        self = []
        if old.spend != new.spend { insert(.spend) }
        if old.budget != new.budget { insert(.budget) }
        if old.headroom != new.headroom { insert(.headroom) }
        if old.modelBudgets != new.modelBudgets { insert(.modelBudgets) }
        if old.windows != new.windows || old.unreadable != new.unreadable { insert(.windows) }
        if old.isBlocked != new.isBlocked || old.tokensPerMinuteLimit != new.tokensPerMinuteLimit
            || old.requestsPerMinuteLimit != new.requestsPerMinuteLimit || old.expiresAt != new.expiresAt
            || old.memberCount != new.memberCount || old.keyCount != new.keyCount
        {
            insert(.settings)
        }
        guard old.history != new.history else { return }
        let (told, tells) = (old.history, new.history)
        if told?.spendTotal != tells?.spendTotal || told?.scheduledResets != tells?.scheduledResets
            || told?.unscheduledResets != tells?.unscheduledResets
        {
            insert(.counters)
        }
        if told?.periodStart != tells?.periodStart || told?.exhaustedSince != tells?.exhaustedSince {
            insert(.beginnings)
        }
        if told?.outlooks != tells?.outlooks { insert(.outlooks) }
    }

    init(rawValue: UInt16) {
        self.rawValue = rawValue
    }
}

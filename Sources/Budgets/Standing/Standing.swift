package import Threading

/// What people are told of one account, in words, and how loudly: at the terminal and on the pages alike.
package struct Standing {
    /// How much attention something deserves.
    package enum Tone: String, Hashable, Sendable {
        case plain
        /// There, but not what one looks for.
        case faint
        case warning
        case alarm
    }

    /// What a person has to know of an account besides its numbers.
    package enum Mark: Hashable, Sendable {
        case blocked
        case exhausted
        /// A barrier that somebody has put up, not a budget that is used up.
        case zeroLimit
        case runningOut(RunningOut)
        case overSoftLimit
    }

    /// LiteLLM resets budgets by a job that runs every ten minutes.
    private static let usualDelayOfReset: Duration = .seconds(900)

    package let account: Account
    package let now: Timestamp

    package init(_ account: Account, now: Timestamp) {
        self.account = account
        self.now = now
    }

    package var marks: [Mark] {
        var marks: [Mark] = []
        if account.isBlocked == true { marks.append(.blocked) }
        if hasZeroLimit {
            marks.append(.zeroLimit)
        } else if account.isExhausted == true {
            marks.append(.exhausted)
        } else {
            if let runningOut { marks.append(.runningOut(runningOut)) }
            if isOverSoftLimit { marks.append(.overSoftLimit) }
        }
        return marks
    }

    /// Whether little is left, though something.
    package var isHigh: Bool {
        guard let ratio = account.usedRatio, account.isExhausted == false else { return false }
        return ratio > Account.highUsedRatio
    }

    package var hasZeroLimit: Bool {
        account.budget.limit.amount.map { $0 <= 0 } ?? false
    }

    package var isOverSoftLimit: Bool {
        guard let soft = account.budget.softLimit, let spend = account.spend else { return false }
        return spend >= soft
    }

    package var tone: Tone {
        if hasZeroLimit || account.budget.limit.amount == nil { return .faint }
        if account.isExhausted == true { return .alarm }
        return isHigh || isOverSoftLimit ? .warning : .plain
    }

    /// How much of a bar is full, and where on it the soft limit is; nil where there is nothing to fill.
    package var filling: (used: Double, soft: Double?)? {
        guard let ratio = account.usedRatio, let limit = account.budget.limit.amount?.amount, limit > 0 else {
            return nil
        }
        return (ratio, account.budget.softLimit.map { $0.amount / limit })
    }

    package var ratio: String {
        guard let ratio = account.usedRatio, !hasZeroLimit else { return "" }
        let percent = max(-999, (ratio * 100).rounded())
        guard percent < 1000 else { return ">999%" }
        // Only what is used up is 100%.
        return "\(Int(ratio < 1 ? min(percent, 99) : percent))%"
    }

    package var left: String {
        switch account.limitKind {
        case .unlimited: "no limit"
        case .windows: "by window"
        case .unknown: "unknown"
        case .limited: account.remaining?.text ?? "unknown"
        }
    }

    package var resets: String {
        guard let resetsAt = account.budget.resetsAt else { return "" }
        if resetsAt > now { return "in \((resetsAt - now).inOneUnit)" }
        return isLate ? "late" : "due"
    }

    /// Whether a reset should have come and has not.
    package var isLate: Bool {
        account.budget.resetsAt.map { now - $0 > Self.usualDelayOfReset } ?? false
    }

    /// To the minute, in UTC.
    package var resetTime: String {
        guard let resetsAt = account.budget.resetsAt else { return "" }
        return String(resetsAt.description.prefix(16)).replacing("T", with: " ")
    }
}

extension Standing.Mark {
    package var text: String {
        switch self {
        case .blocked: "blocked"
        case .exhausted: "exhausted"
        case .zeroLimit: "limit of 0"
        case .runningOut(let runningOut): runningOut.text
        case .overSoftLimit: "over soft limit"
        }
    }

    /// Without what follows from other columns.
    package var briefText: String {
        if case .runningOut(let runningOut) = self { runningOut.briefText } else { text }
    }

    /// For where every cell counts.
    package var shortText: String {
        switch self {
        case .blocked, .exhausted: text
        case .zeroLimit: "limit 0"
        case .runningOut(let runningOut): runningOut.shortText
        case .overSoftLimit: "over soft"
        }
    }

    package var tone: Standing.Tone {
        switch self {
        case .exhausted: .alarm
        case .runningOut(let runningOut): runningOut.tone
        case .blocked, .overSoftLimit: .warning
        case .zeroLimit: .faint
        }
    }
}

/// The fullest first; then those whose ratio is not known, the barred, and those without a limit by what they have spent.
extension Standing {
    package static func fullestFirst(_ left: Standing, _ right: Standing) -> Bool {
        guard left.rank == right.rank else { return left.rank < right.rank }
        let (first, second) = (left.weight, right.weight)
        return first == second ? left.account.id < right.account.id : first > second
    }

    private var rank: Int {
        switch account.limitKind {
        case .limited: hasZeroLimit ? 3 : account.spend == nil ? 1 : 0
        case .unknown: 2
        case .unlimited, .windows: 4
        }
    }

    private var weight: Double {
        account.usedRatio ?? account.spend?.amount ?? 0
    }
}

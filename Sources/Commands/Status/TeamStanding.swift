import Budgets
import Threading

/// What a screen says of one team, in words, and how loudly.
struct TeamStanding {
    /// What a person has to know of a team besides its numbers.
    enum Mark: Hashable, Sendable {
        case blocked
        case exhausted
        /// A barrier that somebody has put up, not a budget that is used up.
        case zeroLimit
        case runningOut(RunningOut)
        case overSoftLimit
    }

    /// LiteLLM resets budgets by a job that runs every ten minutes.
    private static let usualDelayOfReset: Duration = .seconds(900)

    let team: Account
    let now: Timestamp

    var marks: [Mark] {
        var marks: [Mark] = []
        if team.isBlocked == true { marks.append(.blocked) }
        if hasZeroLimit {
            marks.append(.zeroLimit)
        } else if team.isExhausted == true {
            marks.append(.exhausted)
        } else {
            if let runningOut { marks.append(.runningOut(runningOut)) }
            if isOverSoftLimit { marks.append(.overSoftLimit) }
        }
        return marks
    }

    /// Whether little is left, though something.
    var isHigh: Bool {
        guard let ratio = team.usedRatio, team.isExhausted == false else { return false }
        return ratio > Account.highUsedRatio
    }

    var hasZeroLimit: Bool {
        team.budget.limit.amount.map { $0 <= 0 } ?? false
    }

    private var isOverSoftLimit: Bool {
        guard let soft = team.budget.softLimit, let spend = team.spend else { return false }
        return spend >= soft
    }

    var style: StyledLine.Style {
        if hasZeroLimit || team.budget.limit.amount == nil { return .faint }
        if team.isExhausted == true { return .alarm }
        return isHigh || isOverSoftLimit ? .warning : .plain
    }

    /// Nil where there is nothing to fill.
    var bar: BudgetBar? {
        guard let ratio = team.usedRatio, let limit = team.budget.limit.amount?.amount, limit > 0 else { return nil }
        return BudgetBar(
            usedRatio: ratio, softRatio: team.budget.softLimit.map { $0.amount / limit }, style: style)
    }

    var ratio: String {
        guard let ratio = team.usedRatio, !hasZeroLimit else { return "" }
        let percent = max(-999, (ratio * 100).rounded())
        guard percent < 1000 else { return ">999%" }
        // Only what is used up is 100%.
        return "\(Int(ratio < 1 ? min(percent, 99) : percent))%"
    }

    var left: String {
        switch team.budget.limit {
        case .unlimited: "no limit"
        case .unknown: "unknown"
        case .limited: team.remaining?.text ?? "unknown"
        }
    }

    var resets: String {
        guard let resetsAt = team.budget.resetsAt else { return "" }
        if resetsAt > now { return "in \((resetsAt - now).inOneUnit)" }
        return isLate ? "late" : "due"
    }

    /// Whether a reset should have come and has not.
    var isLate: Bool {
        team.budget.resetsAt.map { now - $0 > Self.usualDelayOfReset } ?? false
    }

    /// To the minute, in UTC.
    var resetTime: String {
        guard let resetsAt = team.budget.resetsAt else { return "" }
        return String(resetsAt.description.prefix(16)).replacing("T", with: " ")
    }
}

extension TeamStanding.Mark {
    var text: String {
        switch self {
        case .blocked: "blocked"
        case .exhausted: "exhausted"
        case .zeroLimit: "limit of 0"
        case .runningOut(let runningOut): runningOut.text
        case .overSoftLimit: "over soft limit"
        }
    }

    /// Without what follows from other columns.
    var briefText: String {
        if case .runningOut(let runningOut) = self { runningOut.briefText } else { text }
    }

    /// For where every cell counts.
    var shortText: String {
        switch self {
        case .blocked, .exhausted: text
        case .zeroLimit: "limit 0"
        case .runningOut(let runningOut): runningOut.shortText
        case .overSoftLimit: "over soft"
        }
    }

    var style: StyledLine.Style {
        switch self {
        case .exhausted: .alarm
        case .runningOut(let runningOut): runningOut.isImminent ? .alarm : .warning
        case .blocked, .overSoftLimit: .warning
        case .zeroLimit: .faint
        }
    }
}

/// The fullest first; then those whose ratio is not known, the barred, and those without a limit by what they have spent.
extension TeamStanding {
    static func fullestFirst(_ left: TeamStanding, _ right: TeamStanding) -> Bool {
        guard left.rank == right.rank else { return left.rank < right.rank }
        let (first, second) = (left.weight, right.weight)
        return first == second ? left.team.id < right.team.id : first > second
    }

    private var rank: Int {
        switch team.budget.limit {
        case .limited: hasZeroLimit ? 3 : team.spend == nil ? 1 : 0
        case .unknown: 2
        case .unlimited: 4
        }
    }

    private var weight: Double {
        team.usedRatio ?? team.spend?.amount ?? 0
    }
}

import Budgets
import Threading

/// What teams can be in the order of, as addresses name it.
enum TeamOrder: String, CaseIterable, Sendable {
    /// Who is in trouble first: exhausted, running out by when, then by how much is used.
    case trouble
    case team
    case used
    case left
    case spent
    case limit
    case rate
    case ends
    case resets

    var title: String {
        switch self {
        case .trouble: "Trouble"
        case .team: "Team"
        case .used: "Used"
        case .left: "Left"
        case .spent: "Spent"
        case .limit: "Limit"
        case .rate: "Pace"
        case .ends: "Runs out"
        case .resets: "Resets"
        }
    }

    /// Whether one wants to see the most first.
    var isDescending: Bool {
        switch self {
        case .used, .spent, .limit, .rate: true
        case .trouble, .team, .left, .ends, .resets: false
        }
    }

    /// What is not known comes last, whichever way around.
    func sort(_ standings: inout [Standing], isReversed: Bool) {
        switch self {
        case .trouble:
            var ranked = standings.map { (rank: $0.trouble, standing: $0) }
            ranked.sort { left, right in
                left.rank == right.rank
                    ? Standing.fullestFirst(left.standing, right.standing) : left.rank < right.rank
            }
            standings = ranked.map(\.standing)
            if isReversed { standings.reverse() }
        case .team:
            let named = standings.map { (name: $0.account.name.lowercased(), standing: $0) }
            standings = named.sorted { left, right in
                let (left, right) = isReversed ? (right, left) : (left, right)
                return (left.name, left.standing.account.id) < (right.name, right.standing.account.id)
            }.map(\.standing)
        case .used, .left, .spent, .limit, .rate, .ends, .resets:
            let weighed = standings.map { (weight: weight(of: $0), standing: $0) }
            let isDescending = isDescending != isReversed
            standings = weighed.sorted { left, right in
                guard let first = left.weight, let second = right.weight, first != second else {
                    if (left.weight == nil) != (right.weight == nil) { return right.weight == nil }
                    return left.standing.account.id < right.standing.account.id
                }
                return isDescending ? first > second : first < second
            }.map(\.standing)
        }
    }

    private func weight(of standing: Standing) -> Double? {
        let account = standing.account
        let weight: Double? =
            switch self {
            case .trouble, .team: nil
            // A limit of 0 is a barrier, not a budget that is used up.
            case .used: standing.hasZeroLimit ? nil : account.usedRatio
            case .left: account.remaining?.amount
            case .spent: account.spend?.amount
            case .limit: account.budget.limit.amount?.amount
            case .rate: standing.ratePerSecond?.amount
            case .ends: standing.trouble.secondsLeft
            case .resets: account.budget.resetsAt?.unixSeconds
            }
        return weight.flatMap { $0.isNaN ? nil : $0 }
    }
}

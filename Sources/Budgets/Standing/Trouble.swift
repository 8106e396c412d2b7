import Threading

/// How urgently somebody has to look at an account; the least is the most urgent.
package enum Trouble: Hashable, Sendable {
    case exhausted
    /// - Parameter secondsLeft: How long the budget lasts; nil where that is not known.
    case runningOut(isImminent: Bool, secondsLeft: Double?)
    case high
    case overSoftLimit
    case none

    /// How long there is something to spend; nil where no end is foretold.
    package var secondsLeft: Double? {
        switch self {
        case .exhausted: -.infinity
        case .runningOut(_, let secondsLeft): secondsLeft
        case .high, .overSoftLimit, .none: nil
        }
    }
}

extension Trouble: Comparable {
    package static func < (left: Trouble, right: Trouble) -> Bool {
        guard left.rank == right.rank else { return left.rank < right.rank }
        return left.secondsLeft ?? .infinity < right.secondsLeft ?? .infinity
    }

    private var rank: Int {
        switch self {
        case .exhausted: 0
        case .runningOut(let isImminent, _): isImminent ? 1 : 2
        case .high: 3
        case .overSoftLimit: 4
        case .none: 5
        }
    }
}

extension Standing {
    package var trouble: Trouble {
        guard !hasZeroLimit else { return .none }
        if account.isExhausted == true { return .exhausted }
        if let runningOut {
            return .runningOut(isImminent: runningOut.isImminent, secondsLeft: runningOut.end?.lasts.seconds)
        }
        return isHigh ? .high : isOverSoftLimit ? .overSoftLimit : .none
    }
}

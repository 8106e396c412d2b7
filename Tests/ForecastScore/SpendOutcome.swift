/// What is true of an account in the scored period.
struct SpendOutcome {
    let limit: Double
    /// When the limit was reached, in seconds from the beginning; nil where it was not.
    var exhaustion: Double?
    /// What would have been spent without a limit.
    var demand = 0.0
    /// When the loop of a runaway began.
    let loopStart: Double?

    /// By what part more than the limit would have been spent.
    var margin: Double { demand / limit - 1 }

    /// Whether it is a coin toss if the limit is reached.
    var isNear: Bool { abs(margin) < 0.02 }
}

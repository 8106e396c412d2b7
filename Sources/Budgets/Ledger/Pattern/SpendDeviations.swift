import func Glibc.exp

/// How far an account strays from its pattern from hour to hour, and for how long: what is above in one hour tends to be
/// above in the next. In multiples of the level.
struct SpendDeviations: Hashable, Sendable {
    /// Of two weeks: accounts get livelier and calmer.
    private static let memory = 336.0
    /// One hour beyond this many standard deviations is not a habit.
    private static let mostSigmas = 4.0
    /// What is assumed before anything is known weighs as much as a day.
    private static let priorHours = 24.0
    private static let priorVariance = 0.05
    private static let mostPersistence = 0.98
    /// The mean square of deviations that are rounding only: a thousandth of the level.
    private static let rounding = 1e-6

    /// Of the last hour; nil where that was not learnt from.
    var last: Float?
    /// Sums over pairs of hours, each with less weight the longer ago.
    var squares: Float = 0
    var products: Float = 0
    var surprises: Float = 0
    var weight: Float = 0

    /// What part of a deviation is still there an hour later.
    var persistence: Double {
        guard Double(squares) > Self.rounding * Double(weight) else { return 0 }
        let known = Double(weight) / (Double(weight) + Self.priorHours)
        return min(Self.mostPersistence, max(0, Double(products) / Double(squares) * known))
    }

    /// Of what is new in an hour.
    var variance: Double {
        (Double(surprises) + Self.priorVariance * Self.priorHours) / (Double(weight) + Self.priorHours)
    }

    mutating func note(_ deviation: Double) {
        let most = Self.mostSigmas * variance.squareRoot()
        let next = min(most, max(-most, deviation))
        if let last = last.map(Double.init) {
            let kept = exp(-1 / Self.memory)
            let surprise = next - persistence * last
            squares = Float(Double(squares) * kept + last * last)
            products = Float(Double(products) * kept + last * next)
            surprises = Float(Double(surprises) * kept + surprise * surprise)
            weight = Float(Double(weight) * kept + 1)
        }
        last = Float(next)
    }
}

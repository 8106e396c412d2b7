/// From which values on a field has which colour.
struct Thresholds: Sendable {
    /// The colour below the first step.
    var base = Palette.text
    var steps: [(from: Double, color: String)] = []

    /// The used part of a budget, as the alerts see it.
    static let usedRatio = Thresholds(
        base: Palette.blue, steps: [(0.8, Palette.orange), (0.9, Palette.orange), (1, Palette.vermilion)])
    /// A count of what should not be, as a background.
    static let anyIsBad = Thresholds(base: Palette.transparent, steps: [(1, Palette.vermilion)])
    static let anyIsDoubtful = Thresholds(base: Palette.transparent, steps: [(1, Palette.amber)])
    /// 0 or 1, where 1 is well.
    static let oneIsGood = Thresholds(base: Palette.vermilion, steps: [(1, Palette.text)])
    /// Money that is left.
    static let aboveZero = Thresholds(base: Palette.vermilion, steps: [(0, Palette.text)])
    /// A change of spending.
    static let rising = Thresholds(steps: [(0.005, Palette.vermilion)])
    static let none = Thresholds()

    /// The same upon another colour.
    func upon(_ base: String) -> Thresholds { Thresholds(base: base, steps: steps) }

    var json: JSON {
        [
            "mode": "absolute",
            "steps": .array(
                [["color": .string(base), "value": .null]]
                    + steps.map { ["color": .string($0.color), "value": JSON.of($0.from)] }),
        ]
    }
}

extension JSON {
    /// Whole numbers without a point.
    static func of(_ value: Double) -> JSON {
        Int(exactly: value).map(JSON.integer) ?? .number(value)
    }
}

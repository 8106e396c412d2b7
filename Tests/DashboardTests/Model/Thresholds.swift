/// From which values on a field has which colour.
struct Thresholds: Sendable {
    /// The colour below the first step.
    var base = Palette.blue
    var steps: [(from: Double, color: String)] = []

    /// The used part of a budget, as the alerts see it.
    static let usedRatio = Thresholds(
        steps: [(0.8, Palette.orange), (0.9, Palette.orange), (1, Palette.vermilion)])
    /// A count of what should not be.
    static let anyIsBad = Thresholds(steps: [(1, Palette.vermilion)])
    static let anyIsDoubtful = Thresholds(steps: [(1, Palette.orange)])
    /// 0 or 1, where 1 is well.
    static let oneIsGood = Thresholds(base: Palette.vermilion, steps: [(1, Palette.blue)])
    /// Money that is left.
    static let aboveZero = Thresholds(base: Palette.vermilion, steps: [(0, Palette.blue)])
    static let none = Thresholds()

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

/// Tells whether the exporter's key sees all keys, by holding those of teams against the number that the teams promise.
///
/// Teams and keys are read at different times, so the smaller of the promises before and after the key sweep counts: a key
/// that was deleted in between is not missed.
struct KeyCoverage: Sendable {
    private static let leastShare = 0.9

    private var promised: Int?
    private var promisedBeforeKeys: Int?
    private var seen: Int?

    /// Whether keys are missing that the teams say they have.
    private(set) var isPartial = false

    /// Judges by sweeps that are still to come; until then the last verdict holds.
    mutating func beginAnew() {
        (promised, promisedBeforeKeys, seen) = (nil, nil, nil)
    }

    mutating func teamsPromised(_ count: Int) {
        promised = count
        guard let seen, let before = promisedBeforeKeys else { return }
        isPartial = Double(seen) < Double(min(before, count)) * Self.leastShare
    }

    mutating func keysSeen(_ count: Int) {
        seen = count
        promisedBeforeKeys = promised
    }
}

/// What a round that was not cut off has read of its accounts.
enum RoundExtent: Hashable, Sendable {
    /// Each that is there.
    case whole
    /// Some, and others did not answer.
    case partial
    case nothing
}

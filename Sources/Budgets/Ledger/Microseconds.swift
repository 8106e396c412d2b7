import Threading

/// Times and spans of the ledger. Half the size of a `Duration`, and whole numbers, so that a time which went to a file
/// and back is the same time.
typealias Microseconds = Int64

extension Duration {
    /// To the nearest one; cut off at a hundred thousand years, so that nothing computed from two of them overflows.
    var microseconds: Microseconds {
        let longest: Microseconds = 3_000_000_000_000_000_000
        let (seconds, attoseconds) = components
        guard seconds.magnitude < longest.magnitude / 1_000_000 else { return seconds < 0 ? -longest : longest }
        return seconds * 1_000_000 + (attoseconds + attoseconds.signum() * 500_000_000_000) / 1_000_000_000_000
    }
}

extension Timestamp {
    /// Microseconds since 1970; nil for what is not a date.
    var unixMicroseconds: Microseconds? {
        guard abs(unixSeconds) < 1e12 else { return nil }
        return Microseconds((unixSeconds * 1e6).rounded())
    }
}

import Glibc

/// SplitMix64 and what is drawn from it. Streams that differ in one number have nothing to do with each other.
struct RandomStream {
    private var state: UInt64

    init(pattern: Int, seed: Int, stream: Int) {
        state = UInt64(pattern) << 48 | UInt64(seed) << 16 | UInt64(stream)
        state = next()
    }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// In 0..<1.
    mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    mutating func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

    /// Evenly on a logarithmic scale.
    mutating func logarithmic(_ low: Double, _ high: Double) -> Double {
        exp(log(low) + (log(high) - log(low)) * uniform())
    }

    /// With mean 1.
    mutating func exponential() -> Double { -log(1 - uniform()) }

    /// With variance 1.
    mutating func normal() -> Double {
        let (radius, angle) = (uniform(), uniform())
        return sqrt(-2 * log(1 - radius)) * cos(2 * .pi * angle)
    }
}

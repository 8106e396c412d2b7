/// A running mean that is never negative, with how many values it is of, in two bytes: there are 192 of them in a pattern.
///
/// Four bits count up to 15; of the value five are its exponent and seven its fraction, so that it is rounded by 0.4 % at
/// most, from 2^-16 (less is none) to 2^16.
struct LearntShare: Hashable, Sendable {
    private(set) var bits: UInt16

    init(bits: UInt16 = 0) {
        self.bits = bits
    }

    /// What lies below the exponents that are kept, in the bits of a `Float` without those that are not.
    private static let lowest: UInt32 = (127 - 16) << 7

    var count: Int { Int(bits & 0xF) }

    var mean: Double {
        let code = UInt32(bits >> 4)
        return code == 0 ? 0 : Double(Float(bitPattern: (code + Self.lowest) << 16))
    }

    /// - Parameters:
    ///   - mostCount: Where the count stops.
    ///   - leastWeight: What a new value weighs at least: older ones are forgotten.
    mutating func learn(_ value: Double, mostCount: Int, leastWeight: Double) {
        let weight = count == 0 ? 1 : max(leastWeight, 1 / Double(count + 1))
        let next = Float(max(0, mean + weight * (value - mean)))
        let rounded = min(next.bitPattern, Float.greatestFiniteMagnitude.bitPattern) + 1 << 15
        let code = (rounded >> 16) - min(rounded >> 16, Self.lowest)
        bits = UInt16(min(code, 0xFFF)) << 4 | UInt16(min(count + 1, mostCount))
    }
}

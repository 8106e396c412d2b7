extension SampleWriter {
    /// The most bytes that a number takes: `-2.2250738585072014e-308` has 24.
    static let longestNumber = 32

    /// Writes a number as both text formats read it, and moves on.
    ///
    /// `Double.description` gives the shortest digits that read back to the same number. What it gives for whole numbers
    /// (`1.0`), for the infinities and for NaN is not what the formats want.
    static func putNumber(_ value: Double, at end: inout UnsafeMutablePointer<UInt8>) {
        guard value.isFinite else {
            end.put(value.isNaN ? "NaN" : value > 0 ? "+Inf" : "-Inf")
            return
        }
        if value.sign == .minus { end.put(UInt8(ascii: "-")) }
        let magnitude = value.magnitude
        // Above this, `description` has an exponent.
        if magnitude <= 0x1p53, magnitude == Double(UInt64(magnitude)) {
            putWhole(UInt64(magnitude), at: &end)
            return
        }
        var text = magnitude.description
        text.withUTF8 { digits in
            guard let first = digits.baseAddress else { return }
            end.update(from: first, count: digits.count)
            end += digits.count
        }
    }

    private static func putWhole(_ number: UInt64, at end: inout UnsafeMutablePointer<UInt8>) {
        var length = 1
        var rest = number
        while rest >= 10 {
            rest /= 10
            length += 1
        }
        rest = number
        for position in stride(from: length - 1, through: 0, by: -1) {
            end[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        end += length
    }
}

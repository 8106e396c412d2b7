/// Reads what a `ByteWriter` wrote; nil where the bytes end too early or cannot be what it wrote.
struct ByteReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    var isAtEnd: Bool { rest.isEmpty }
    var remainingCount: Int { rest.count }

    mutating func byte() -> UInt8? {
        rest.popFirst()
    }

    mutating func number() -> UInt64? {
        var number: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            guard let byte = rest.popFirst(), shift < 63 || byte <= 1 else { return nil }
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
        }
        return nil
    }

    mutating func word() -> UInt64? {
        guard rest.count >= 8 else { return nil }
        let word = rest.prefix(8).reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        rest.removeFirst(8)
        return word
    }

    /// Only finite ones are ever written.
    mutating func double() -> Double? {
        guard let number = word().map(Double.init(bitPattern:)), number.isFinite else { return nil }
        return number
    }

    /// Only finite ones are ever written.
    mutating func float() -> Float? {
        guard rest.count >= 4 else { return nil }
        let number = Float(bitPattern: rest.prefix(4).reversed().reduce(0 as UInt32) { $0 << 8 | UInt32($1) })
        rest.removeFirst(4)
        return number.isFinite ? number : nil
    }
}

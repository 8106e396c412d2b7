import Budgets

/// Tells whether a row is as it was written: SQLite checks how its pages hang together, not what rows say, and a bit that
/// flips in a spend must not become a burst.
struct Checksum {
    private var state: UInt64

    /// Begins with whom the row is about.
    init(_ account: AccountID) {
        self.init(account.kind)
        mix(bytesOf: account.teamOfMember ?? "")
        mix(bytesOf: account.text)
    }

    init(_ kind: AccountKind) {
        state = 0xCBF2_9CE4_8422_2325
        mix(bytesOf: kind.rawValue)
    }

    /// What a row keeps of it; 32 bits are enough for one mistake in billions to pass.
    var value: Int { Int(state >> 32) }

    /// Different words never lead from one state to the same, so that no single changed word goes unseen in `state`.
    mutating func mix(_ word: UInt64) {
        state = (state ^ word) &* 0x9E37_79B9_7F4A_7C15
        state ^= state >> 29
    }

    mutating func mix(_ number: Double?) {
        // A not-a-number that nothing else writes stands for nothing.
        mix(number?.bitPattern ?? 0x7FF8_DEAD_0000_0001)
    }

    mutating func mix(_ bytes: UnsafeRawBufferPointer) {
        mix(UInt64(bytes.count))
        var offset = 0
        while offset + 8 <= bytes.count {
            mix(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset += 8
        }
        if offset < bytes.count { mix(bytes[offset...].reduce(0) { $0 << 8 | UInt64($1) }) }
    }

    mutating func mix(bytesOf text: String) {
        var text = text
        text.withUTF8 { mix(UnsafeRawBufferPointer($0)) }
    }
}

public import Threading

extension SpendLedger {
    /// The first byte; another one means another layout of what follows.
    private static let version: UInt8 = 2
    /// Those that are read: the first had no patterns, and is else the same.
    private static let knownVersions: ClosedRange<UInt8> = 1...version

    /// The ledger in bytes for a file, some 12 a point of its history and 500 for a pattern. Times are wall time, as a monotonic clock means nothing
    /// outside its process.
    public func encoded(at moment: Moment) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(byte: Self.version)
        if let entries, let clocks = LedgerClocks(moment) { entries.write(to: &writer, clocks: clocks) }
        let checksum = Self.checksum(of: writer.bytes[...])
        writer.write(word: checksum)
        return writer.bytes
    }

    /// Reads what `encoded(at:)` wrote, in this process or an earlier one. Times that lie in the future, as the wall clock was
    /// set back, become the present.
    ///
    /// Nil for anything else, another version or damage included.
    public init?(decoding bytes: some Collection<UInt8>, at moment: Moment) {
        let bytes = Array(bytes)
        guard bytes.count > 8, Self.knownVersions.contains(bytes[0]) else { return nil }
        var end = ByteReader(bytes.suffix(8))
        guard end.word() == Self.checksum(of: bytes.dropLast(8)) else { return nil }
        var reader = ByteReader(bytes[1..<(bytes.count - 8)])
        if reader.isAtEnd { return }
        guard let clocks = LedgerClocks(moment), let entries = Entries(from: &reader, clocks: clocks), reader.isAtEnd
        else { return nil }
        self.entries = entries
    }

    /// FNV-1a: a flipped bit must not become money.
    private static func checksum(of bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

/// Makes the next segment of a family, block by block, from the previous one where nothing changed.
///
/// The result is the same bytes as one built without a previous segment.
public struct SegmentBuilder: ~Copyable {
    private let family: MetricFamily
    private let previous: Segment?
    private let keepsIdentity: Bool
    private let expectedBlocks: Int
    private var writer: SampleWriter
    private var deflater: Deflater?
    private var inflater: Inflater?

    private var blocks: [Segment.Block] = []
    private var identity: [UInt8] = []
    private var deflated: [UInt8] = []
    /// Consecutive blocks of the previous segment that come next and are not yet copied: they are copied in one go, and
    /// not at all when they are the whole segment.
    private var uncopied = 0..<0

    /// - Parameters:
    ///   - previous: The family's segment of the last snapshot. One whose plain lines are not kept yields one without.
    ///   - expectedBlocks: About how many blocks there will be, so that room is made for all at once.
    public init(_ family: MetricFamily, previous: Segment? = nil, expectedBlocks: Int = 1) {
        self.expectedBlocks = expectedBlocks
        precondition(previous.map { $0.family.name == family.name } ?? true, "a segment of another family")
        self.family = family
        self.previous = previous
        keepsIdentity = previous.map { $0.identity != nil } ?? true
        writer = SampleWriter(family)
    }

    /// Appends a block of the previous segment unchanged.
    public mutating func takeOver(block index: Int) {
        guard let previous, previous.blocks.indices.contains(index) else {
            preconditionFailure("the previous segment of \(family.name) has no block \(index)")
        }
        if uncopied.upperBound == index, !uncopied.isEmpty {
            uncopied = uncopied.lowerBound..<(index + 1)
        } else {
            copyPending()
            uncopied = index..<(index + 1)
        }
    }

    /// Appends a block of newly written lines.
    ///
    /// - Parameters:
    ///   - index: The block of the previous segment that it replaces; by default the one at the same position. Where the
    ///     lines turn out to be the same, that one is taken over, so that they need not be deflated.
    ///   - lines: Writes the lines of the block's accounts. No line is a block too.
    public mutating func render(replacing index: Int? = nil, _ lines: (inout SampleWriter) -> Void) {
        writer.clear()
        lines(&writer)
        let index = index ?? blocks.count + uncopied.count
        if hasSameLines(block: index) {
            takeOver(block: index)
            return
        }
        copyPending()
        reserveSpace()
        if previous == nil, blocks.isEmpty, keepsIdentity, expectedBlocks > 1 {
            // The first block tells how long blocks are.
            identity.reserveCapacity(writer.lines.count * expectedBlocks * 17 / 16)
        }
        if deflater == nil { deflater = Deflater() }
        deflater?.deflate(writer.lines, appendingTo: &deflated)
        if keepsIdentity { identity.append(contentsOf: writer.lines) }
        blocks.append(
            Segment.Block(
                identityEnd: (blocks.last?.identityEnd ?? 0) + writer.lines.count, deflatedEnd: deflated.count,
                crc: Checksum(of: writer.lines).crc))
    }

    /// The segment of all blocks that were appended.
    public consuming func finish() -> Segment {
        if let previous, blocks.isEmpty, uncopied == 0..<previous.blocks.count { return previous }
        copyPending()
        return Segment(
            family: family, blocks: blocks, identity: keepsIdentity ? identity.withoutSlack() : nil,
            deflated: deflated.withoutSlack())
    }

    private mutating func hasSameLines(block index: Int) -> Bool {
        guard let previous, previous.blocks.indices.contains(index) else { return false }
        let lines = writer.lines
        guard previous.identityRange(of: index..<(index + 1)).count == lines.count else { return false }
        if previous.identity == nil {
            // Inflating is dear, so it only confirms what the CRC says.
            guard previous.blocks[index].crc == Checksum(of: lines).crc else { return false }
            if inflater == nil { inflater = Inflater() }
        }
        return previous.lines(of: index..<(index + 1), inflater ?? Inflater()).withUnsafeBytes {
            $0.hasSameBytes(as: lines)
        }
    }

    /// Makes room for about as much as the previous segment has, once.
    private mutating func reserveSpace() {
        guard let previous, blocks.isEmpty else { return }
        if keepsIdentity { identity.reserveCapacity(previous.lineBytes + previous.lineBytes / 16) }
        deflated.reserveCapacity(previous.deflatedBytes + previous.deflatedBytes / 16)
        blocks.reserveCapacity(previous.blocks.count + 1)
    }

    private mutating func copyPending() {
        guard let previous, !uncopied.isEmpty else { return }
        reserveSpace()
        let identityRange = previous.identityRange(of: uncopied)
        let deflatedRange = previous.deflatedRange(of: uncopied)
        let identityShift = (blocks.last?.identityEnd ?? 0) - identityRange.lowerBound
        let deflatedShift = deflated.count - deflatedRange.lowerBound
        if let lines = previous.identity { identity.append(contentsOf: lines[identityRange]) }
        deflated.append(contentsOf: previous.deflated[deflatedRange])
        blocks.append(
            contentsOf: previous.blocks[uncopied].lazy.map {
                Segment.Block(
                    identityEnd: $0.identityEnd + identityShift, deflatedEnd: $0.deflatedEnd + deflatedShift,
                    crc: $0.crc)
            })
        uncopied = 0..<0
    }
}

extension [UInt8] {
    /// The same bytes in no more than a quarter more memory than they need.
    fileprivate func withoutSlack() -> [UInt8] {
        guard capacity > count + count / 4 + 4096 else { return self }
        return [UInt8](unsafeUninitializedCapacity: count) { copy, initialized in
            initialized = copy.initialize(fromContentsOf: self)
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Compares eight bytes at a time: `elementsEqual` takes twice as long as writing the lines did.
    fileprivate func hasSameBytes(as other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        let words = count & ~7
        for offset in stride(from: 0, to: words, by: 8)
        where loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            != other.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        {
            return false
        }
        return self[words...].elementsEqual(other[words...])
    }
}

/// The sample lines of one family, plain and deflated, in blocks that later segments can take over unchanged.
///
/// A block holds the lines of one fixed group of accounts. Immutable; made by ``SegmentBuilder``.
public struct Segment: Sendable {
    /// Where a block ends, and the CRC-32 of its lines. It begins where the one before it ends.
    struct Block: Sendable {
        var identityEnd: Int
        var deflatedEnd: Int
        var crc: UInt32
    }

    public let family: MetricFamily
    let blocks: [Block]
    /// The lines as they are; nil where they are kept deflated only.
    let identity: [UInt8]?
    let deflated: [UInt8]
    /// Of all lines.
    let checksum: Checksum

    init(family: MetricFamily, blocks: [Block], identity: [UInt8]?, deflated: [UInt8]) {
        self.family = family
        self.blocks = blocks
        self.identity = identity
        self.deflated = deflated
        var checksum = Checksum()
        var start = 0
        for block in blocks {
            checksum.append(Checksum(crc: block.crc, count: block.identityEnd - start))
            start = block.identityEnd
        }
        self.checksum = checksum
    }

    private init(_ other: Segment, identity: [UInt8]?) {
        family = other.family
        blocks = other.blocks
        self.identity = identity
        deflated = other.deflated
        checksum = other.checksum
    }

    public var blockCount: Int { blocks.count }

    /// Whether the family has no samples. Its name and help are then on no page.
    public var isEmpty: Bool { checksum.count == 0 }

    /// Bytes of the lines, plain.
    public var lineBytes: Int { checksum.count }

    /// Bytes of the lines, deflated.
    public var deflatedBytes: Int { deflated.count }

    /// Where the plain lines of some consecutive blocks lie among all.
    func identityRange(of blocks: Range<Int>) -> Range<Int> {
        let start = blocks.lowerBound == 0 ? 0 : self.blocks[blocks.lowerBound - 1].identityEnd
        return start..<(blocks.isEmpty ? start : self.blocks[blocks.upperBound - 1].identityEnd)
    }

    /// Where the deflated lines of some consecutive blocks lie among all.
    func deflatedRange(of blocks: Range<Int>) -> Range<Int> {
        let start = blocks.lowerBound == 0 ? 0 : self.blocks[blocks.lowerBound - 1].deflatedEnd
        return start..<(blocks.isEmpty ? start : self.blocks[blocks.upperBound - 1].deflatedEnd)
    }

    /// The plain lines of some consecutive blocks, inflated where they are not kept.
    func lines(of blocks: Range<Int>, _ inflater: @autoclosure () -> Inflater) -> ArraySlice<UInt8> {
        let range = identityRange(of: blocks)
        if let identity { return identity[range] }
        return inflater().inflate(deflated[deflatedRange(of: blocks)], count: range.count)[...]
    }

    /// This segment, kept deflated only.
    func droppingIdentity() -> Segment {
        Segment(self, identity: nil)
    }

    /// This segment with its lines at hand.
    func restoringIdentity() -> Segment {
        identity == nil ? Segment(self, identity: Array(lines(of: 0..<blocks.count, Inflater()))) : self
    }
}

/// The label blocks of many series in one piece of memory: pages are written along it, without a detour for each series.
public struct LabelBlocks: Sendable {
    private var bytes: [UInt8] = []
    private var starts: [Int] = []
    private var lengths: [Int] = []

    public init() {}

    public var count: Int { starts.count }

    public mutating func reserveCapacity(blocks: Int, bytes: Int) {
        starts.reserveCapacity(blocks)
        lengths.reserveCapacity(blocks)
        self.bytes.reserveCapacity(bytes)
    }

    /// Begins a block, without labels yet.
    public mutating func beginBlock() {
        starts.append(bytes.count)
        lengths.append(0)
    }

    /// Adds labels, names and values, to the last block.
    ///
    /// The names must be legal (`LabelBlock.isLegalName`) and given once.
    ///
    /// - Returns: How many bytes the block now has.
    @discardableResult
    public mutating func add(_ labels: some Sequence<(name: String, value: String)>) -> Int {
        let start = starts[starts.count - 1]
        for label in labels {
            bytes.appendLabel(label.name, label.value, isFirst: bytes.count == start)
        }
        lengths[lengths.count - 1] = bytes.count - start
        return bytes.count - start
    }

    /// Appends a block of others.
    public mutating func append(_ others: LabelBlocks, at index: Int) {
        beginBlock()
        others.withBytes(at: index) { bytes.append(contentsOf: $0) }
        lengths[lengths.count - 1] = others.lengths[index]
    }

    /// The beginnings of these blocks, of so many bytes each, in the same memory.
    ///
    /// - Precondition: Labels end there.
    public func beginnings(lengths: [Int]) -> LabelBlocks {
        precondition(lengths.count == count, "each block has a beginning")
        var beginnings = self
        beginnings.lengths = lengths
        return beginnings
    }

    func withBytes<Result>(at index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        bytes.withUnsafeBufferPointer {
            body(UnsafeBufferPointer(rebasing: $0[starts[index]..<starts[index] + lengths[index]]))
        }
    }
}

extension [UInt8] {
    /// Appends a label as it stands between the braces.
    mutating func appendLabel(_ name: String, _ value: String, isFirst: Bool) {
        assert(LabelBlock.isLegalName(name), "\(name) is no name of a label")
        if !isFirst { append(UInt8(ascii: ",")) }
        append(contentsOf: name.utf8)
        append(UInt8(ascii: "="))
        append(UInt8(ascii: "\""))
        appendEscaped(value, quotes: true)
        append(UInt8(ascii: "\""))
    }
}

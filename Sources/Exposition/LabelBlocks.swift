/// The label blocks of many series in one piece of memory: pages are written along it, without a detour for each series.
public struct LabelBlocks: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    public init() {}

    public var count: Int { ends.count }

    public mutating func reserveCapacity(blocks: Int, bytes: Int) {
        ends.reserveCapacity(blocks)
        self.bytes.reserveCapacity(bytes)
    }

    /// Appends a block of labels, names and values, in this order.
    ///
    /// The names must be legal (`LabelBlock.isLegalName`) and given once.
    public mutating func append(_ labels: [(name: String, value: String)]) {
        bytes.appendLabels(labels)
        ends.append(bytes.count)
    }

    /// Appends a block of others.
    public mutating func append(_ others: LabelBlocks, at index: Int) {
        others.withBytes(at: index) { bytes.append(contentsOf: $0) }
        ends.append(bytes.count)
    }

    /// Appends a block of others and further labels, which must have no name in common with it.
    public mutating func append(
        _ others: LabelBlocks, at index: Int, and further: [(name: String, value: String)]
    ) {
        others.withBytes(at: index) { block in
            bytes.append(contentsOf: block)
            if !block.isEmpty, !further.isEmpty { bytes.append(UInt8(ascii: ",")) }
        }
        bytes.appendLabels(further)
        ends.append(bytes.count)
    }

    func withBytes<Result>(at index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        let start = index == 0 ? 0 : ends[index - 1]
        return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start..<ends[index]])) }
    }
}

extension [UInt8] {
    /// Appends labels as they stand between the braces.
    mutating func appendLabels(_ labels: [(name: String, value: String)]) {
        for (index, label) in labels.enumerated() {
            assert(LabelBlock.isLegalName(label.name), "\(label.name) is no name of a label")
            assert(!labels[..<index].contains { $0.name == label.name }, "label \(label.name) is given twice")
            if index > 0 { append(UInt8(ascii: ",")) }
            append(contentsOf: label.name.utf8)
            append(UInt8(ascii: "="))
            append(UInt8(ascii: "\""))
            appendEscaped(label.value, quotes: true)
            append(UInt8(ascii: "\""))
        }
    }
}

/// Appends sample lines of one family to a buffer, which is the same for all formats.
///
/// Values have the shortest digits that read back to the same number, whole numbers no fraction; a line has no timestamp.
public struct SampleWriter: ~Copyable {
    private let names: SampleNames
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity = 32 << 10
    private var count = 0

    init(_ family: MetricFamily) {
        names = SampleNames(family)
        start = .allocate(capacity: capacity)
    }

    deinit {
        start.deallocate()
    }

    /// Appends the sample of a series without labels.
    public mutating func sample(_ value: Double) {
        sample(LabelBlock(), and: LabelBlock(), value)
    }

    /// Appends the sample of the series with these labels.
    public mutating func sample(_ labels: LabelBlock, _ value: Double) {
        sample(labels, and: LabelBlock(), value)
    }

    /// Appends the sample of the series with the labels of both blocks, `further` last.
    ///
    /// The blocks must have no name in common.
    public mutating func sample(_ labels: LabelBlock, and further: LabelBlock, _ value: Double) {
        guard case .one(let name) = names else { preconditionFailure("a histogram has no single samples") }
        line(name, labels, further, value)
    }

    /// Appends the sample of the series with a block of labels, and those of `further` after them.
    ///
    /// The blocks must have no name in common.
    public mutating func sample(
        _ labels: LabelBlocks, at index: Int, and further: LabelBlock = LabelBlock(), _ value: Double
    ) {
        guard case .one(let name) = names else { preconditionFailure("a histogram has no single samples") }
        labels.withBytes(at: index) { labels in
            further.bytes.withUnsafeBufferPointer { line(name, labels, $0, value) }
        }
    }

    /// Appends the samples of one histogram.
    ///
    /// - Parameters:
    ///   - upperBounds: Bounds of the buckets, ascending and finite.
    ///   - counts: How many observations fell into each bucket alone, and last how many lie above all bounds.
    ///   - sum: Sum of all observations.
    public mutating func histogram(_ labels: LabelBlock, upperBounds: [Double], counts: [UInt64], sum: Double) {
        guard case .histogram(let bucketName, let sumName, let countName) = names else {
            preconditionFailure("the family is no histogram")
        }
        precondition(counts.count == upperBounds.count + 1, "a histogram has one count more than bounds")
        precondition(zip(upperBounds, upperBounds.dropFirst()).allSatisfy(<), "the bounds of a histogram ascend")
        var total: UInt64 = 0
        for (bound, count) in zip(upperBounds + [.infinity], counts) {
            total += count
            line(bucketName, labels, .upperBound(bound), Double(total))
        }
        line(sumName, labels, LabelBlock(), sum)
        line(countName, labels, LabelBlock(), Double(total))
    }

    /// What was written since the last ``clear()``.
    var lines: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start, count: count)
    }

    mutating func clear() {
        count = 0
    }

    private mutating func line(_ name: [UInt8], _ labels: LabelBlock, _ further: LabelBlock, _ value: Double) {
        labels.bytes.withUnsafeBufferPointer { labels in
            further.bytes.withUnsafeBufferPointer { line(name, labels, $0, value) }
        }
    }

    private mutating func line(
        _ name: [UInt8], _ labels: UnsafeBufferPointer<UInt8>, _ further: UnsafeBufferPointer<UInt8>, _ value: Double
    ) {
        // Beside the parts: two braces, a comma, a space and a line feed.
        reserve(name.count + labels.count + further.count + 5 + Self.longestNumber)
        var end = start + count
        name.withUnsafeBufferPointer { end.put($0) }
        if !labels.isEmpty || !further.isEmpty {
            end.put(UInt8(ascii: "{"))
            end.put(labels)
            if !labels.isEmpty, !further.isEmpty { end.put(UInt8(ascii: ",")) }
            end.put(further)
            end.put(UInt8(ascii: "}"))
        }
        end.put(UInt8(ascii: " "))
        Self.putNumber(value, at: &end)
        end.put(UInt8(ascii: "\n"))
        count = end - start
    }

    private mutating func reserve(_ additional: Int) {
        guard count + additional > capacity else { return }
        let larger = max(capacity * 2, count + additional)
        let new = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        new.update(from: start, count: count)
        start.deallocate()
        start = new
        capacity = larger
    }
}

/// The names that samples of a family have.
private enum SampleNames {
    case one([UInt8])
    case histogram(bucket: [UInt8], sum: [UInt8], count: [UInt8])

    init(_ family: MetricFamily) {
        switch family.type {
        case .gauge, .counter:
            self = .one(Array(family.name.utf8))
        case .histogram:
            self = .histogram(
                bucket: Array("\(family.name)_bucket".utf8), sum: Array("\(family.name)_sum".utf8),
                count: Array("\(family.name)_count".utf8))
        }
    }
}

extension UnsafeMutablePointer<UInt8> {
    /// Writes a byte and moves on.
    mutating func put(_ byte: UInt8) {
        pointee = byte
        self += 1
    }

    /// Writes bytes and moves on.
    mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let first = bytes.baseAddress else { return }
        update(from: first, count: bytes.count)
        self += bytes.count
    }

    /// Writes a constant and moves on.
    mutating func put(_ text: StaticString) {
        update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        self += text.utf8CodeUnitCount
    }
}

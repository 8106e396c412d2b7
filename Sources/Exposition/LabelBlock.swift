/// Some labels of a series, rendered and escaped once, for the sample lines of many families: `team_id="x",team_alias="y"`.
///
/// Labels keep the order in which they were given. An empty value is written like any other.
public struct LabelBlock: Hashable, Sendable {
    /// The labels as they stand between the braces.
    let bytes: [UInt8]

    /// No labels.
    public init() {
        bytes = []
    }

    /// Renders labels, names and values, in this order.
    ///
    /// - Precondition: Each name is legal (``isLegalName(_:)``) and given once.
    public init(_ labels: KeyValuePairs<String, String>) {
        self.init(labels.map { (name: $0.key, value: $0.value) })
    }

    /// Renders labels, names and values, in this order.
    ///
    /// - Precondition: Each name is legal (``isLegalName(_:)``) and given once.
    public init(_ labels: [(name: String, value: String)]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(labels.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 })
        for (index, label) in labels.enumerated() {
            precondition(Self.isLegalName(label.name), "\(label.name) is no name of a label")
            precondition(
                !labels[..<index].contains { $0.name == label.name }, "label \(label.name) is given twice")
            bytes.appendLabel(label.name, label.value, isFirst: index == 0)
        }
        self.bytes = bytes
    }

    /// These labels, followed by those of `further`, which must have no name in common with them.
    public func adding(_ further: LabelBlock) -> LabelBlock {
        guard !bytes.isEmpty, !further.bytes.isEmpty else { return bytes.isEmpty ? further : self }
        var both: [UInt8] = []
        both.reserveCapacity(bytes.count + 1 + further.bytes.count)
        both.append(contentsOf: bytes)
        both.append(UInt8(ascii: ","))
        both.append(contentsOf: further.bytes)
        return LabelBlock(rendered: both)
    }

    /// Whether a label may have this name: letters, digits and underscores, not a digit first, not two underscores first.
    ///
    /// `le` and `quantile` belong to histograms and summaries.
    public static func isLegalName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !isDigit(first), !name.utf8.starts(with: "__".utf8), name != "le",
            name != "quantile"
        else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
            default: isDigit(byte)
            }
        }
    }

    /// The one label that says which bucket of a histogram a sample counts.
    static func upperBound(_ bound: Double) -> LabelBlock {
        let number = bound == .infinity ? "+Inf" : bound.description
        return LabelBlock(rendered: Array("le=\"\(number)\"".utf8))
    }

    private init(rendered bytes: [UInt8]) {
        self.bytes = bytes
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

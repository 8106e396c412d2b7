/// A constant piece of a page, ready to be sent plain or inside a gzip stream.
struct PageFragment: Sendable {
    let identity: [UInt8]
    /// The same bytes as raw deflate, ended by a full flush.
    let deflated: [UInt8]
    let checksum: Checksum

    init(_ text: String, _ deflater: Deflater = Deflater()) {
        self.init(Array(text.utf8), deflater)
    }

    init(_ bytes: [UInt8], _ deflater: Deflater) {
        identity = bytes
        var deflated: [UInt8] = []
        identity.withUnsafeBytes { deflater.deflate($0, appendingTo: &deflated) }
        self.deflated = deflated
        checksum = identity.withUnsafeBytes(Checksum.init(of:))
    }

    /// The last line of an OpenMetrics page.
    static let endOfOpenMetrics = PageFragment("# EOF\n")
}

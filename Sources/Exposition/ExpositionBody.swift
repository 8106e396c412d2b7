/// The bytes of one response, as a sequence of chunks.
///
/// A chunk shares memory with the exposition, except where plain lines have to be inflated; it has at most about 64 KiB,
/// or one block of a segment where that is larger. Chunks can be as short as one line: gather them before writing.
public struct ExpositionBody: Sequence, Sendable {
    /// Bytes of all chunks together, for `Content-Length`.
    public private(set) var count = 0

    private let encoding: ContentEncoding
    private var pieces: [Piece] = []
    /// Of the page before it is encoded.
    private var checksum = Checksum()

    enum Piece: Sendable {
        case bytes([UInt8])
        /// Lines that are kept deflated only and sent plain.
        case inflated(Segment)
    }

    init(_ encoding: ContentEncoding) {
        self.encoding = encoding
        if encoding == .gzip { append(Self.gzipHeader) }
    }

    mutating func append(_ fragment: PageFragment) {
        append(encoding == .gzip ? fragment.deflated : fragment.identity)
        checksum.append(fragment.checksum)
    }

    mutating func append(_ segment: Segment) {
        checksum.append(segment.checksum)
        switch encoding {
        case .gzip:
            append(segment.deflated)
        case .identity:
            if let identity = segment.identity {
                append(identity)
            } else {
                pieces.append(.inflated(segment))
                count += segment.lineBytes
            }
        }
    }

    /// Appends what ends the encoding.
    mutating func finish() {
        guard encoding == .gzip else { return }
        let trailer = [checksum.crc, UInt32(truncatingIfNeeded: checksum.count)]
        append(
            Deflater.endOfStream
                + trailer.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } })
    }

    private mutating func append(_ bytes: [UInt8]) {
        pieces.append(.bytes(bytes))
        count += bytes.count
    }

    /// All bytes in one array.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for chunk in self {
            bytes.append(contentsOf: chunk)
        }
        return bytes
    }

    public func makeIterator() -> Iterator {
        Iterator(pieces)
    }

    /// RFC 1952: magic, deflate, no flags, no time (equal pages are equal bytes), fastest, unknown system.
    private static let gzipHeader: [UInt8] = [0x1f, 0x8b, 0x08, 0x00, 0, 0, 0, 0, 0x04, 0xff]
}

import CZlib

/// Makes pieces of raw deflate that can be spliced in any order into one stream.
///
/// Each piece is deflated from a fresh state and ended by a full flush: it ends on a byte boundary, and refers to no byte
/// outside of it. Equal bytes give equal pieces, whatever was deflated before.
package final class Deflater {
    /// What ends a stream of pieces: an empty last block.
    static let endOfStream: [UInt8] = [0x03, 0x00]

    // zlib keeps the address of its stream and refuses a moved one.
    private let stream: UnsafeMutablePointer<z_stream>
    private var output: UnsafeMutableRawBufferPointer

    package init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // Level 1: on such pages level 6 takes three times as long to save a tenth.
        let code = deflateInit2_(
            stream, 1, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(code == Z_OK, "zlib cannot start to deflate: code \(code)")
        output = .allocate(byteCount: 16 << 10, alignment: 16)
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
        output.deallocate()
    }

    /// Appends the piece for `bytes`; nothing for no bytes.
    package func deflate(_ bytes: UnsafeRawBufferPointer, appendingTo piece: inout [UInt8]) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        deflateReset(stream)
        // The bound is for one call that finishes a stream; what is added holds the marker of the flush.
        let bound = Int(deflateBound(stream, UInt(bytes.count))) + 64
        if output.count < bound {
            output.deallocate()
            output = .allocate(byteCount: bound, alignment: 16)
        }
        stream.pointee.next_in = UnsafeMutablePointer(mutating: start.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(bytes.count)
        repeat {
            stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(output.count)
            let code = CZlib.deflate(stream, Z_FULL_FLUSH)
            precondition(code == Z_OK, "zlib cannot deflate: code \(code)")
            piece.append(
                contentsOf: UnsafeRawBufferPointer(rebasing: output[..<(output.count - Int(stream.pointee.avail_out))]))
        } while stream.pointee.avail_out == 0
    }
}

import CZlib

/// Reads pieces that ``Deflater`` made.
final class Inflater {
    private let stream: UnsafeMutablePointer<z_stream>

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let code = inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(code == Z_OK, "zlib cannot start to inflate: code \(code)")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// The bytes of one or more consecutive pieces.
    ///
    /// - Parameter count: Their number, which the caller knows.
    func inflate(_ pieces: ArraySlice<UInt8>, count: Int) -> [UInt8] {
        guard count > 0 else { return [] }
        inflateReset(stream)
        return [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            pieces.withUnsafeBufferPointer { input in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(count)
                let code = CZlib.inflate(stream, Z_SYNC_FLUSH)
                // The pieces were made here and never left memory.
                precondition(
                    code == Z_OK && stream.pointee.avail_out == 0, "a segment does not inflate: code \(code)")
            }
            initialized = count
        }
    }
}

import CZlib

/// Inflates gzip with zlib's own reader, which checks the header, the CRC-32 and the length.
public enum Gzip {
    public struct Failure: Error {
        public let code: Int32
        /// What lies behind the end of the first gzip member.
        public let unreadBytes: Int
    }

    public static func inflated(_ bytes: [UInt8]) throws(Failure) -> [UInt8] {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        inflateInit2_(stream, 16 + MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer {
            inflateEnd(stream)
            stream.deallocate()
        }
        // The trailer says how much it is; a wrong one leaves no room, or the length check fails.
        let expected = bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: expected + 1)
        let code = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.pointee.next_in = input.baseAddress
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(output.count)
                return inflate(stream, Z_FINISH)
            }
        }
        guard code == Z_STREAM_END, stream.pointee.avail_in == 0 else {
            throw Failure(code: code, unreadBytes: Int(stream.pointee.avail_in))
        }
        return Array(output.prefix(expected))
    }
}

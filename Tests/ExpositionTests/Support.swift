import CZlib
import Exposition
import TestSupport

extension Exposition {
    /// The page, plain.
    func text(_ format: ExpositionFormat) -> String {
        String(decoding: body(format, .identity).bytes, as: UTF8.self)
    }
}

extension ExpositionFormat {
    /// The same format in the words of the parser that knows nothing of this module.
    var strictFormat: StrictExpositionParser.Format {
        switch self {
        case .text004: .text004
        case .text100: .text100
        case .openMetrics100: .openMetrics100
        }
    }
}

/// Inflates gzip with zlib's own reader, which checks the header, the CRC-32 and the length.
enum Gzip {
    struct Failure: Error {
        let code: Int32
        /// What lies behind the end of the first gzip member.
        let unreadBytes: Int
    }

    static func inflated(_ bytes: [UInt8]) throws(Failure) -> [UInt8] {
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

/// A small generator of the same numbers on every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

import CZlib

/// CRC-32 and number of some bytes, which can be joined with those of the bytes that follow without reading either.
package struct Checksum: Equatable, Sendable {
    package private(set) var crc: UInt32
    private(set) var count: Int

    init(crc: UInt32 = 0, count: Int = 0) {
        self.crc = crc
        self.count = count
    }

    package init(of bytes: UnsafeRawBufferPointer) {
        let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        // A null pointer asks zlib for the CRC of nothing, which is 0.
        crc = UInt32(crc32_z(0, start, bytes.count))
        count = bytes.count
    }

    /// Makes this the checksum of these bytes followed by those of `next`.
    mutating func append(_ next: Checksum) {
        guard next.count > 0 else { return }
        crc = count == 0 ? next.crc : UInt32(crc32_combine(UInt(crc), UInt(next.crc), next.count))
        count += next.count
    }
}

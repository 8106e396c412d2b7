extension ExpositionBody {
    public struct Iterator: IteratorProtocol {
        private static let chunkBytes = 64 << 10

        private var pieces: ArraySlice<Piece>
        /// Where the first piece goes on: a byte of plain bytes, a block of a segment.
        private var position = 0
        private var inflater: Inflater?

        init(_ pieces: [Piece]) {
            self.pieces = pieces[...]
        }

        public mutating func next() -> ArraySlice<UInt8>? {
            while let piece = pieces.first {
                let chunk: ArraySlice<UInt8>
                switch piece {
                case .bytes(let bytes): chunk = nextSlice(of: bytes)
                case .inflated(let segment): chunk = nextLines(of: segment)
                }
                if !chunk.isEmpty { return chunk }
                pieces.removeFirst()
                position = 0
            }
            return nil
        }

        private mutating func nextSlice(of bytes: [UInt8]) -> ArraySlice<UInt8> {
            let end = Swift.min(position + Self.chunkBytes, bytes.count)
            defer { position = end }
            return bytes[position..<end]
        }

        /// Inflates as many further blocks as fit into a chunk, but at least one that has lines.
        private mutating func nextLines(of segment: Segment) -> ArraySlice<UInt8> {
            let first = position
            var size = 0
            while position < segment.blocks.count {
                let blockSize = segment.identityRange(of: position..<(position + 1)).count
                if size > 0, size + blockSize > Self.chunkBytes { break }
                size += blockSize
                position += 1
            }
            if inflater == nil { inflater = Inflater() }
            return segment.lines(of: first..<position, inflater ?? Inflater())
        }
    }
}

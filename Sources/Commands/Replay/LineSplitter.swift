import Glibc

/// Cuts what is read into lines, whatever pieces it comes in. Holds at most one line.
struct LineSplitter {
    static let longestLine = 1 << 20

    enum Line {
        /// Without its line feed.
        case whole(ArraySlice<UInt8>)
        case tooLong
    }

    private var begun: [UInt8] = []
    private var isTooLong = false

    mutating func take(_ piece: ArraySlice<UInt8>, _ body: (Line) -> Void) {
        var rest = piece
        while let end = Self.lineFeed(in: rest) {
            let last = rest[..<end]
            if begun.isEmpty, !isTooLong, last.count <= Self.longestLine {
                body(.whole(last))
            } else {
                begin(last)
                finish(body)
            }
            rest = rest[(end + 1)...]
        }
        begin(rest)
    }

    /// The end was reached: a last line may lack its line feed.
    mutating func finish(_ body: (Line) -> Void) {
        if isTooLong { body(.tooLong) } else if !begun.isEmpty { body(.whole(begun[...])) }
        begun.removeAll(keepingCapacity: true)
        isTooLong = false
    }

    private mutating func begin(_ line: ArraySlice<UInt8>) {
        if isTooLong || begun.count + line.count > Self.longestLine {
            isTooLong = true
            begun.removeAll()
        } else {
            begun += line
        }
    }

    private static func lineFeed(in bytes: ArraySlice<UInt8>) -> Int? {
        let distance = bytes.withUnsafeBytes { bytes -> Int? in
            guard let start = bytes.baseAddress, let found = memchr(start, 0x0A, bytes.count) else { return nil }
            return UnsafeRawPointer(found) - start
        }
        return distance.map { bytes.startIndex + $0 }
    }
}

/// From the bytes of recorded observations to the bytes of what the exporter would have told.
struct Replayer {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// How the file is called in errors.
    let name: String
    /// Answers and complaints that are to be written.
    private(set) var output: [UInt8] = []
    private(set) var errors: [UInt8] = []
    /// Whether every line so far was understood.
    private(set) var isFlawless = true

    private var splitter = LineSplitter()
    private var lineNumber = 0
    private var ledgers = ReplayedLedgers()

    init(name: String) {
        self.name = name.asOneLine
    }

    mutating func take(_ piece: ArraySlice<UInt8>) {
        var splitter = LineSplitter()
        swap(&splitter, &self.splitter)
        splitter.take(piece) { take($0) }
        swap(&splitter, &self.splitter)
    }

    mutating func finish() {
        var splitter = LineSplitter()
        swap(&splitter, &self.splitter)
        splitter.finish { take($0) }
    }

    /// What was handed over has been written.
    mutating func clear() {
        output.removeAll(keepingCapacity: true)
        errors.removeAll(keepingCapacity: true)
    }

    private mutating func take(_ line: LineSplitter.Line) {
        lineNumber += 1
        do throws(UnusableLine) {
            guard case .whole(var bytes) = line else { throw .tooLong(mostBytes: LineSplitter.longestLine) }
            if lineNumber == 1, bytes.starts(with: Self.byteOrderMark) { bytes = bytes.dropFirst(3) }
            guard !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) else { return }
            ledgers.take(try RecordedObservation(bytes)).write(to: &output)
        } catch {
            isFlawless = false
            errors += Array("\(name):\(lineNumber): \(error)\n".utf8)
        }
    }
}

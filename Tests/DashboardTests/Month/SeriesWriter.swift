import Glibc

/// Writes pages with times and a target's labels, as Prometheus's backfilling reads them.
final class SeriesWriter {
    struct Failure: Error {
        let code: Int32
    }

    private let file: UnsafeMutablePointer<FILE>

    init(_ path: String) throws {
        guard let file = fopen(path, "w") else { throw Failure(code: errno) }
        self.file = file
    }

    deinit {
        fclose(file)
    }

    /// - Parameter labels: As they stand between braces.
    func write(_ page: [UInt8], labels: String, unixSeconds: Int) {
        let (bare, more) = (Array("{\(labels)}".utf8), Array("{\(labels),".utf8))
        let end = Array(" \(unixSeconds)\n".utf8)
        page.withUnsafeBytes { bytes in
            guard var line = bytes.baseAddress else { return }
            let last = line + bytes.count
            while line < last, let newline = memchr(line, 10, last - line).map(UnsafeRawPointer.init) {
                defer { line = newline + 1 }
                guard line.load(as: UInt8.self) != UInt8(ascii: "#") else { continue }
                let space = memchr(line, 32, newline - line).map(UnsafeRawPointer.init) ?? newline
                // No name has a brace or a space; values of labels may have both.
                let brace = memchr(line, 123, space - line).map(UnsafeRawPointer.init)
                fwrite(line, 1, (brace ?? space) - line, file)
                let head = brace == nil ? bare : more
                fwrite(head, 1, head.count, file)
                let rest = brace.map { $0 + 1 } ?? space
                fwrite(rest, 1, newline - rest, file)
                fwrite(end, 1, end.count, file)
            }
        }
    }

    func finish() {
        fputs("# EOF\n", file)
        fflush(file)
    }
}

import Glibc

/// Standard output and standard error, written whole and at once.
enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// Writes a text. A stream that nobody reads any more is no reason to stop.
    @Sendable func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
            if written < 0 {
                guard errno == EINTR else { return }
                continue
            }
            rest = rest.dropFirst(written)
        }
    }

    /// Writes a line.
    @Sendable func print(_ line: String) {
        write(line + "\n")
    }
}

import Glibc

/// Standard output and standard error, written whole and at once.
enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// Why not all could be written.
    enum Refusal: Error, Hashable, Sendable {
        /// Whoever read at the other end of the pipe has gone.
        case readerIsGone
        case cannotBeWritten
    }

    /// Writes a text; false where it could not be written whole, for those to whom that matters.
    @discardableResult
    @Sendable func write(_ text: String) -> Bool {
        do throws(Refusal) {
            try write(Array(text.utf8))
            return true
        } catch {
            return false
        }
    }

    @Sendable func write(_ bytes: [UInt8]) throws(Refusal) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
            if written < 0 {
                switch errno {
                case EINTR: continue
                case EAGAIN:
                    var descriptor = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
                    poll(&descriptor, 1, -1)
                    continue
                case EPIPE: throw .readerIsGone
                default: throw .cannotBeWritten
                }
            }
            rest = rest.dropFirst(written)
        }
    }

    /// Writes a line.
    @discardableResult
    @Sendable func print(_ line: String) -> Bool {
        write(line + "\n")
    }

    /// Gives streams that were closed by whoever started the program a place to go: the next file or socket that is opened
    /// would otherwise take their numbers, and with them what is printed.
    static func fillClosed() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", O_RDWR)
        }
    }
}

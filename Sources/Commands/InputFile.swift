import Glibc

/// A file that is read from its beginning to its end. What is thrown names it and says what is wrong.
struct InputFile: ~Copyable {
    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    /// Whether to wait for a writer who is slow, as at the other end of a pipe.
    enum Patience: Sendable {
        case waits
        case takesWhatIsThere
    }

    private let name: String
    private let descriptor: Int32
    private let patience: Patience
    private let isOwn: Bool

    init(_ path: String, _ patience: Patience) throws(Unreadable) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | (patience == .waits ? 0 : O_NONBLOCK))
        guard descriptor >= 0 else {
            let complaint = errno == ENOENT ? "does not exist" : "cannot be opened: \(Self.systemMessage)"
            throw Unreadable(description: "\(path) \(complaint)")
        }
        name = path
        self.patience = patience
        isOwn = true
    }

    private init(standardInput: Int32) {
        name = "standard input"
        descriptor = standardInput
        patience = .waits
        isOwn = false
    }

    static var standardInput: InputFile { InputFile(standardInput: STDIN_FILENO) }

    deinit {
        if isOwn { close(descriptor) }
    }

    /// Reads as much as is there and fits.
    /// - Returns: How many bytes; 0 at the end.
    func read(into buffer: inout [UInt8]) throws(Unreadable) -> Int {
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count >= 0 { return count }
            switch errno {
            case EINTR: continue
            case EAGAIN where patience == .waits:
                // Whoever shares the terminal or the pipe with us may have made it answer at once.
                var descriptor = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                poll(&descriptor, 1, -1)
            case EISDIR: throw Unreadable(description: "\(name) is a directory; name a file")
            default: throw Unreadable(description: "\(name) cannot be read: \(Self.systemMessage)")
            }
        }
    }

    private static var systemMessage: String { String(cString: strerror(errno)) }
}

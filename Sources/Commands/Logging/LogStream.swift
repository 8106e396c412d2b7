import Glibc
import Threading

/// Where the lines of the log go. Whatever reads them may stall, and must not stop what they tell of: then lines are lost, and
/// how many is told once they are read again.
final class LogStream: Sendable {
    static let standardError = LogStream(descriptor: StandardStream.error.rawValue)

    /// What a pipe that has room takes at once: `PIPE_BUF` of Linux.
    private static let pieceLength = 4096
    /// How long the first line waits that nothing takes. Those behind it do not wait.
    private static let patience: Duration = .seconds(1)

    private enum Outcome {
        case written
        case begun
        case refused
    }

    private struct State {
        var isStalled = false
        var lostLines = 0
        /// Whether only the beginning of a line was taken.
        var isWithinLine = false
    }

    private let descriptor: Int32
    // Held over system calls, which do not block, as nobody else may take the room that there is.
    private let state = Locked(State())

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// - Parameters:
    ///   - line: With its end.
    ///   - notice: The line, with its end, that says how many were lost before it.
    func write(_ line: String, notice: (_ lostLines: Int) -> String) {
        if !state.withLock(\.isStalled) { _ = hasRoom(within: Self.patience) }
        state.withLock { state in
            if state.lostLines > 0 {
                let end = state.isWithinLine ? "\n" : ""
                guard case .written = put(end + notice(state.lostLines)) else {
                    state.lostLines += 1
                    return
                }
                state = State()
            }
            let outcome = put(line)
            guard outcome != .written else { return }
            state = State(isStalled: true, lostLines: 1, isWithinLine: outcome == .begun)
        }
    }

    private func put(_ text: String) -> Outcome {
        let bytes = Array(text.utf8)
        var rest = bytes[...]
        while !rest.isEmpty {
            guard hasRoom(within: .zero), let count = put(rest.prefix(Self.pieceLength)) else {
                return rest.count < bytes.count ? .begun : .refused
            }
            rest = rest.dropFirst(count)
        }
        return .written
    }

    /// - Returns: How many bytes were taken; nil where none can be.
    private func put(_ bytes: ArraySlice<UInt8>) -> Int? {
        while true {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 { return count }
            guard errno == EINTR else { return nil }
        }
    }

    /// Also where writing would fail, which tells at once.
    private func hasRoom(within patience: Duration) -> Bool {
        var descriptor = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&descriptor, 1, Int32(patience.components.seconds * 1000)) > 0
    }
}

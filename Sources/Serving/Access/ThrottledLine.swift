import Logging
import Threading

/// A log line that strangers can cause: it is written once in a while, with how often it was held back, so that nobody
/// fills the log from outside.
final class ThrottledLine: Sendable {
    private static let pause: Duration = .seconds(60)

    private struct State {
        var lastWritten: Uptime?
        var heldBack = 0
    }

    private let sentence: Logger.Message
    private let logger: Logger
    private let time: any TimeSource
    // Connections fail on several event loops.
    private let state = Locked(State())

    init(_ sentence: Logger.Message, _ logger: Logger, _ time: any TimeSource) {
        self.sentence = sentence
        self.logger = logger
        self.time = time
    }

    func write(client: String, reason: String) {
        write(["client": "\(client)", "reason": "\(reason)"])
    }

    func write(reason: String) {
        write(["reason": "\(reason)"])
    }

    private func write(_ metadata: Logger.Metadata) {
        guard let heldBack = heldBack(at: time.uptime) else {
            logger.debug(sentence, metadata: metadata)
            return
        }
        logger.warning(sentence, metadata: metadata.merging(["not_logged_before": "\(heldBack)"]) { $1 })
    }

    /// How many lines were held back since the last; nil when this one is held back too.
    private func heldBack(at now: Uptime) -> Int? {
        state.withLock { state in
            if let last = state.lastWritten, now - last < Self.pause {
                state.heldBack += 1
                return nil
            }
            defer { state = State(lastWritten: now) }
            return state.heldBack
        }
    }
}

import Threading

/// Counts the open connections and decides what a new one may have.
final class ConnectionLimits: Sendable {
    enum Admission: Hashable, Sendable {
        case full
        /// One response, and only from a health page.
        case healthOnly
        case refused
    }

    private let maximum: Int
    private let reserved: Int
    // Connections are opened and closed on several event loops.
    private let open = Locked(0)

    init(maximum: Int, reserved: Int) {
        self.maximum = maximum
        self.reserved = reserved
    }

    /// Counts a new connection, unless it is refused.
    func admit() -> Admission {
        open.withLock { open in
            guard open < maximum + reserved else { return .refused }
            open += 1
            return open <= maximum ? .full : .healthOnly
        }
    }

    /// Discounts a connection that was admitted.
    func release() {
        open.withLock { $0 -= 1 }
    }
}

import Threading

/// Counts the open connections and decides what a new one may have.
final class ConnectionLimits: Sendable {
    enum Admission: Hashable, Sendable {
        case full
        /// One response, and only from a health page.
        case healthOnly
        case refused
    }

    private struct Open {
        var count = 0
        var byOrigin: [ClientOrigin: Int] = [:]
    }

    private let maximum: Int
    private let reserved: Int
    // Connections are opened and closed on several event loops.
    private let open = Locked(Open())

    init(maximum: Int, reserved: Int) {
        self.maximum = maximum
        self.reserved = reserved
    }

    /// How many of the places one origin may have, so that it keeps out nobody from elsewhere.
    private var maximumOfOneOrigin: Int { maximum - maximum / 4 }

    /// Counts a new connection, unless it is refused.
    func admit(from origin: ClientOrigin) -> Admission {
        open.withLock { open in
            guard open.count < maximum + reserved else { return .refused }
            open.count += 1
            let ofOrigin = open.byOrigin[origin, default: 0] + 1
            open.byOrigin[origin] = ofOrigin
            return open.count <= maximum && ofOrigin <= maximumOfOneOrigin ? .full : .healthOnly
        }
    }

    /// Discounts a connection that was admitted.
    func release(_ origin: ClientOrigin) {
        open.withLock { open in
            open.count -= 1
            let left = (open.byOrigin[origin] ?? 1) - 1
            open.byOrigin[origin] = left > 0 ? left : nil
        }
    }
}

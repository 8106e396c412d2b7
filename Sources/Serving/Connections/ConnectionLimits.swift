import Threading

/// Counts the open connections and decides what a new one may have.
final class ConnectionLimits: Sendable {
    enum Admission: Hashable, Sendable {
        case full
        /// One response, and only from a health page.
        case healthOnly
        case refused
    }

    /// Places of one sort, of which no origin gets all, so that it keeps out nobody from elsewhere.
    private struct Places {
        let count: Int
        var taken = 0
        var takenByOrigin: [ClientOrigin: Int] = [:]

        mutating func take(_ origin: ClientOrigin) -> Bool {
            let ofOrigin = takenByOrigin[origin] ?? 0
            guard taken < count, ofOrigin < count - count / 4 else { return false }
            taken += 1
            takenByOrigin[origin] = ofOrigin + 1
            return true
        }

        mutating func giveBack(_ origin: ClientOrigin) {
            taken -= 1
            let left = (takenByOrigin[origin] ?? 1) - 1
            takenByOrigin[origin] = left > 0 ? left : nil
        }
    }

    // Connections are opened and closed on several event loops.
    private let places: Locked<(full: Places, healthOnly: Places)>

    init(maximum: Int, reserved: Int) {
        places = Locked((Places(count: maximum), Places(count: reserved)))
    }

    /// Counts a new connection, unless it is refused.
    func admit(from origin: ClientOrigin) -> Admission {
        places.withLock { places in
            if places.full.take(origin) { return .full }
            return places.healthOnly.take(origin) ? .healthOnly : .refused
        }
    }

    /// Discounts a connection that has ended.
    func release(_ admission: Admission, _ origin: ClientOrigin) {
        places.withLock { places in
            switch admission {
            case .full: places.full.giveBack(origin)
            case .healthOnly: places.healthOnly.giveBack(origin)
            case .refused: break
            }
        }
    }
}

import Budgets
import Threading

/// What alerts fire on.
enum ConditionName: CaseIterable {
    /// 5m and 1h reach the limit before the reset and within 4 h.
    case pageByLines
    /// 1h within 5 h and 5m within 8 h, before the reset, and the pattern, where there is one, within 5 h; for 10 min.
    case pageWithPattern
    /// 1d, and 7d where there is one, reach the limit before the reset.
    case ticketByLines
    /// 1h and 1d: what keys have.
    case keyTicketByLines
    /// The pattern says so, for an hour.
    case ticketByPattern

    var delay: Double {
        switch self {
        case .pageWithPattern: 600
        case .ticketByPattern: 3600
        case .pageByLines, .ticketByLines, .keyTicketByLines: 0
        }
    }

    var isPage: Bool { self == .pageByLines || self == .pageWithPattern }

    /// - Parameter now: When the newest look was.
    func holds(_ outlooks: [String: Outlook], now: Timestamp, reset: Timestamp) -> Bool {
        func exhausts(_ window: String) -> Bool { outlooks[window]?.exhaustsBeforeReset == true }
        func exhausts(_ window: String, withinHours hours: Double) -> Bool {
            outlooks[window]?.exhaustsAt.map { $0.unixSeconds - now.unixSeconds <= hours * 3600 } ?? false
        }
        switch self {
        case .pageByLines:
            return exhausts("5m") && exhausts("1h") && exhausts("5m", withinHours: 4) && exhausts("1h", withinHours: 4)
        case .pageWithPattern:
            guard exhausts("5m"), exhausts("1h"), exhausts("5m", withinHours: 8), exhausts("1h", withinHours: 5) else {
                return false
            }
            guard let pattern = outlooks["pattern"] else { return true }
            return exhausts("pattern", withinHours: 5) && pattern.exhaustsAt.map { $0 < reset } == true
        case .ticketByLines: return exhausts("1d") && (outlooks["7d"] == nil || exhausts("7d"))
        case .keyTicketByLines: return exhausts("1h") && exhausts("1d")
        case .ticketByPattern: return exhausts("pattern")
        }
    }
}

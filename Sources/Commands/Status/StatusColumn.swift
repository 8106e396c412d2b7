/// The columns of the table, from left to right.
enum StatusColumn: CaseIterable, Hashable, Sendable {
    case team
    case bar
    case ratio
    case left
    case spend
    case limit
    case softLimit
    case rate
    case projectedSpend
    case resets
    case resetTime
    case period
    case marks
    case id

    var heading: String {
        switch self {
        case .team: "TEAM"
        case .bar: ""
        case .ratio: "USED"
        case .left: "LEFT"
        case .spend: "SPENT"
        case .limit: "LIMIT"
        case .softLimit: "SOFT LIMIT"
        case .rate: "RATE"
        case .projectedSpend: "AT RESET"
        case .resets: "RESETS"
        case .resetTime: "RESETS AT (UTC)"
        case .period: "PERIOD"
        case .marks: "STATE"
        case .id: "TEAM ID"
        }
    }

    /// Whether its texts end below each other: numbers do.
    var isFlushRight: Bool {
        switch self {
        case .ratio, .left, .spend, .limit, .softLimit, .rate, .projectedSpend: true
        case .team, .bar, .resets, .resetTime, .period, .marks, .id: false
        }
    }

    /// Blanks between it and the column before it. The number of a bar stands close to it.
    var gap: Int {
        switch self {
        case .team: 0
        case .ratio: 1
        default: 2
        }
    }

    /// Whether a part of its width is better than none.
    var isElastic: Bool { self == .team || self == .bar }
}

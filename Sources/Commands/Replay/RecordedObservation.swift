import Budgets
import Threading

/// One line of what `replay` reads.
struct RecordedObservation {
    let time: Timestamp
    let account: Account
    /// The time and the id as they are written.
    let timeText: ArraySlice<UInt8>
    let idText: ArraySlice<UInt8>

    init(_ line: ArraySlice<UInt8>) throws(UnusableLine) {
        let members = try Members(line)
        guard case .number(let timeText) = members.time else {
            throw members.time == .null ? .lacks(.time) : .notANumber(.time)
        }
        guard let time = Timestamp(json: timeText) else { throw .notATime(.time) }
        let kind = try Members.text(members.kind, .kind).value
        guard let kind = AccountKind(rawValue: kind) else { throw .unknownKind }
        let id = try Members.text(members.id, .id)
        self.time = time
        self.timeText = timeText
        idText = id.written
        var account = Account(
            id: try AccountID(replayed: id.value, of: kind),
            budget: Budget(
                limit: try Members.amount(members.limit, .limit).map { .limited($0) } ?? .unlimited,
                resetsAt: try Members.date(members.resetsAt, .resetsAt)),
            spend: try Members.amount(members.spend, .spend))
        account.totalSpend = try Members.amount(members.totalSpend, .totalSpend)
        account.createdAt = try Members.date(members.createdAt, .createdAt)
        self.account = account
    }
}

/// The values of a line. One that is missing is null; of one that is given twice the last counts.
private struct Members {
    var time = JSONScanner.Value.null
    var kind = JSONScanner.Value.null
    var id = JSONScanner.Value.null
    var spend = JSONScanner.Value.null
    var totalSpend = JSONScanner.Value.null
    var limit = JSONScanner.Value.null
    var resetsAt = JSONScanner.Value.null
    var createdAt = JSONScanner.Value.null

    init(_ line: ArraySlice<UInt8>) throws(UnusableLine) {
        var scanner = JSONScanner(line)
        let document: JSONScanner.Value
        do {
            document = try scanner.document { note($1, of: $0) }
        } catch {
            throw .notJSON(byte: error.byte)
        }
        guard document == .object else { throw .notAnObject }
    }

    private mutating func note(_ value: JSONScanner.Value, of name: ArraySlice<UInt8>) {
        switch String(json: name).flatMap(UnusableLine.Member.init) {
        case .time: time = value
        case .kind: kind = value
        case .id: id = value
        case .spend: spend = value
        case .totalSpend: totalSpend = value
        case .limit: limit = value
        case .resetsAt: resetsAt = value
        case .createdAt: createdAt = value
        case nil: break
        }
    }

    static func text(
        _ value: JSONScanner.Value, _ member: UnusableLine.Member
    ) throws(UnusableLine) -> (value: String, written: ArraySlice<UInt8>) {
        guard value != .null else { throw .lacks(member) }
        guard case .text(let written) = value, let text = String(json: written) else { throw .notText(member) }
        return (text, written)
    }

    static func amount(_ value: JSONScanner.Value, _ member: UnusableLine.Member) throws(UnusableLine) -> USD? {
        switch value {
        case .null: return nil
        case .number(let written):
            guard let amount = Double(json: written) else { throw .notANumber(member) }
            return USD(amount)
        default: throw .notANumber(member)
        }
    }

    static func date(_ value: JSONScanner.Value, _ member: UnusableLine.Member) throws(UnusableLine) -> Timestamp? {
        let date: Timestamp?
        switch value {
        case .null: return nil
        case .number(let written): date = Timestamp(json: written)
        case .text(let written): date = String(json: written).flatMap(Timestamp.init(rfc3339:))
        default: date = nil
        }
        guard let date else { throw .notADate(member) }
        return date
    }
}

extension Double {
    /// Nil for a number that is too large.
    fileprivate init?(json written: ArraySlice<UInt8>) {
        guard let number = Double(String(decoding: written, as: UTF8.self)), number.isFinite else { return nil }
        self = number
    }
}

extension Timestamp {
    /// The years that RFC 3339 can write. Spans between two such times are no longer than a `Duration` can be.
    private static let years = -62_135_596_800.0..<253_402_300_800.0

    fileprivate init?(json written: ArraySlice<UInt8>) {
        guard let seconds = Double(json: written), Self.years.contains(seconds) else { return nil }
        self.init(unixSeconds: seconds)
    }
}

/// How LiteLLM writes a moment: no fraction or one of six digits, always UTC.
struct DateText: JSONWritable {
    enum Zone: String {
        /// Lists and `/team/info`.
        case z = "Z"
        /// `/key/info`, and `expires` of the keys in `/team/info`.
        case offset = "+00:00"
    }

    let time: Double
    var zone = Zone.z

    /// - Parameter time: seconds since 1970; nil gives nil, that is `null`.
    init?(_ time: Double?, _ zone: Zone = .z) {
        guard let time else { return nil }
        self.time = time
        self.zone = zone
    }

    var text: String { Self.fields(of: time, separator: "T") + zone.rawValue }

    /// As Python prints a moment in an error message: `2026-11-21 00:48:02.251000+00:00`.
    static func python(_ time: Double) -> String { fields(of: time, separator: " ") + "+00:00" }

    /// As an HTTP `Date` header: `Sat, 21 Nov 2026 00:48:15 GMT`.
    static func http(_ time: Double) -> String {
        let civil = CivilTime(time.rounded(.down))
        let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let date = "\(padded(civil.day, 2)) \(months[civil.month - 1]) \(civil.year)"
        return "\(weekdays[civil.weekday]), \(date) \(clock(civil)) GMT"
    }

    func write(to bytes: inout [UInt8]) { text.write(to: &bytes) }

    private static func fields(of time: Double, separator: String) -> String {
        let civil = CivilTime(time)
        let date = "\(padded(civil.year, 4))-\(padded(civil.month, 2))-\(padded(civil.day, 2))"
        let fraction = civil.millisecond == 0 ? "" : ".\(padded(civil.millisecond, 3))000"
        return date + separator + clock(civil) + fraction
    }

    private static func clock(_ civil: CivilTime) -> String {
        "\(padded(civil.hour, 2)):\(padded(civil.minute, 2)):\(padded(civil.second, 2))"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

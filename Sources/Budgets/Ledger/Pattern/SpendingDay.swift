/// In which hours of the newest day with spending there was some.
struct SpendingDay: Hashable, Sendable {
    /// The number of the day from 1970 on, to 256, and a bit for each of its hours.
    private(set) var bits: UInt32

    init(bits: UInt32 = 0) {
        self.bits = bits
    }

    var hours: Int { (bits & 0xFF_FFFF).nonzeroBitCount }

    /// - Parameter hour: Counted from 1970.
    mutating func note(hour: Int) {
        let hourOfDay = hour.modulo(24)
        let day = UInt32(truncatingIfNeeded: (hour - hourOfDay) / 24) << 24
        bits = (bits & 0xFF00_0000 == day ? bits : day) | 1 << UInt32(hourOfDay)
    }
}

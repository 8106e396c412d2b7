/// Durations as Prometheus writes them.
enum DurationText {
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    static func read(_ text: String) -> Duration? {
        var rest = text[...]
        var unitsLeft = units[...]
        var sum: Int64 = 0
        repeat {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            let name = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(name.count)
            guard let number = Int64(digits), let index = unitsLeft.firstIndex(where: { $0.name == name }) else {
                return nil
            }
            let (product, hasOverflown) = number.multipliedReportingOverflow(by: unitsLeft[index].milliseconds)
            let (total, hasOverflownToo) = sum.addingReportingOverflow(product)
            guard !hasOverflown, !hasOverflownToo else { return nil }
            sum = total
            unitsLeft = unitsLeft[(index + 1)...]
        } while !rest.isEmpty
        return .milliseconds(sum)
    }

    /// The value to the millisecond.
    @Sendable static func show(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        var left = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        var text = ""
        for unit in units where left >= unit.milliseconds {
            text += "\(left / unit.milliseconds)\(unit.name)"
            left %= unit.milliseconds
        }
        return text.isEmpty ? "0s" : text
    }
}

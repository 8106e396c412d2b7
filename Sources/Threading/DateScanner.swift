/// Walks over the bytes of a date.
struct DateScanner {
    private var rest: Substring.UTF8View

    init(_ text: Substring) {
        rest = text.utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Character) -> Bool {
        guard let first = rest.first, first == character.asciiValue else { return false }
        rest.removeFirst()
        return true
    }

    mutating func digits(_ count: Int) -> Int? {
        var number = 0
        for _ in 0..<count {
            guard let digit = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
            rest.removeFirst()
        }
        return number
    }

    /// Seconds since midnight; a leap second counts as the second after.
    mutating func timeOfDay() -> Int? {
        guard let hour = digits(2), skip(":"), let minute = digits(2), hour < 24, minute < 60 else { return nil }
        guard skip(":") else { return hour * 3600 + minute * 60 }
        guard let second = digits(2), second <= 60 else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    mutating func fraction() -> Double {
        guard skip(".") || skip(",") else { return 0 }
        var scale = 0.1
        var sum = 0.0
        while let digit = digits(1) {
            sum += Double(digit) * scale
            scale /= 10
        }
        return sum
    }

    /// Seconds east of UTC.
    mutating func zoneOffset() -> Int? {
        if isAtEnd || skip("Z") || skip("z") { return 0 }
        let isEast = skip("+")
        guard isEast || skip("-"), let hours = digits(2) else { return nil }
        _ = skip(":")
        guard let minutes = isAtEnd ? 0 : digits(2), hours < 24, minutes < 60 else { return nil }
        return (isEast ? 1 : -1) * (hours * 3600 + minutes * 60)
    }
}

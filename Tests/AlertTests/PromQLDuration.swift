/// A duration as Prometheus writes it: `1h30m`.
struct PromQLDuration {
    let seconds: Double

    init?(_ text: String) {
        let units: [String: Double] = [
            "ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604_800, "y": 31_536_000,
        ]
        var total = 0.0
        var rest = Substring(text)
        while !rest.isEmpty {
            let digits = rest.prefix(while: \.isNumber)
            rest = rest[digits.endIndex...]
            let unit = rest.prefix(while: \.isLetter)
            rest = rest[unit.endIndex...]
            guard let number = Double(digits), let length = units[String(unit)] else { return nil }
            total += number * length
        }
        seconds = total
    }
}

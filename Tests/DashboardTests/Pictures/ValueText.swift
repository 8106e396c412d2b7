import Glibc

/// A number as Grafana writes it in a unit.
struct ValueText {
    let unit: String
    var decimals: Int?
    /// What `dateTimeFromNow` counts from.
    var now: Double

    func text(_ value: Double) -> String {
        switch unit {
        case "currencyUSD": (value < 0 ? "-$" : "$") + scaled(abs(value), by: 1000, ["", "K", "M", "B", "T"])
        case "percentunit": fixed(value * 100) + "%"
        case "short": scaled(value, by: 1000, ["", " K", " Mil", " Bil", " Tri"])
        case "bytes": scaled(value, by: 1024, [" B", " KiB", " MiB", " GiB", " TiB"])
        case "reqps": scaled(value, by: 1000, [" req/s", "K req/s", "M req/s"])
        case "s": seconds(value)
        case "dtdurations": duration(value)
        case "dateTimeFromNow": fromNow(value / 1000 - now)
        default: fixed(value)
        }
    }

    private func scaled(_ value: Double, by factor: Double, _ suffixes: [String]) -> String {
        var (value, step) = (value, 0)
        while abs(value) >= factor, step < suffixes.count - 1 {
            value /= factor
            step += 1
        }
        return fixed(value) + suffixes[step]
    }

    private func seconds(_ value: Double) -> String {
        switch abs(value) {
        case 0: fixed(value) + " s"
        case ..<0.001: fixed(value * 1_000_000) + " µs"
        case ..<1: fixed(value * 1000) + " ms"
        case ..<60: fixed(value) + " s"
        case ..<3600: fixed(value / 60) + " mins"
        case ..<86_400: fixed(value / 3600) + " hours"
        case ..<604_800: fixed(value / 86_400) + " days"
        default: fixed(value / 604_800) + " weeks"
        }
    }

    private static let spans: [(name: String, seconds: Double)] = [
        ("year", 31_536_000), ("month", 2_592_000), ("week", 604_800), ("day", 86_400), ("hour", 3600), ("minute", 60),
        ("second", 1),
    ]

    /// The largest span that fits, and as many smaller ones as there are decimals.
    private func duration(_ value: Double) -> String {
        guard value >= 1 else { return value < 0 ? duration(-value) + " ago" : "0 seconds" }
        var (rest, words) = (value, [String]())
        for span in Self.spans where (value >= span.seconds || !words.isEmpty) && words.count <= decimals ?? 0 {
            let count = (rest / span.seconds).rounded(.down)
            words.append("\(Int(count)) \(span.name)\(count == 1 ? "" : "s")")
            rest -= count * span.seconds
        }
        return words.joined(separator: ", ")
    }

    private func fromNow(_ seconds: Double) -> String {
        let (minutes, hours, days) = (abs(seconds) / 60, abs(seconds) / 3600, abs(seconds) / 86_400)
        let words =
            switch abs(seconds) {
            case ..<44.5: "a few seconds"
            case ..<89.5: "a minute"
            case ..<(44.5 * 60): "\(Int(minutes.rounded())) minutes"
            case ..<(89.5 * 60): "an hour"
            case ..<(21.5 * 3600): "\(Int(hours.rounded())) hours"
            case ..<(35.5 * 3600): "a day"
            case ..<(25.5 * 86_400): "\(Int(days.rounded())) days"
            case ..<(45.5 * 86_400): "a month"
            case ..<(319.5 * 86_400): "\(Int((days / 30.44).rounded())) months"
            case ..<(547.5 * 86_400): "a year"
            default: "\(Int((days / 365).rounded())) years"
            }
        return seconds > 0 ? "in \(words)" : "\(words) ago"
    }

    /// With the panel's decimals; without, Grafana chooses two or three figures.
    private func fixed(_ value: Double) -> String {
        let places = decimals ?? Self.places(for: value)
        let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
        let units = (abs(value) * scale).rounded()
        guard units < 9e15 else { return value.description }
        let digits = String(Int(units))
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        let sign = value < 0 && units > 0 ? "-" : ""
        return sign + padded.dropLast(places) + (places > 0 ? "." + padded.suffix(places) : "")
    }

    private static func places(for value: Double) -> Int {
        guard value != 0, value.isFinite, value != value.rounded() else { return 0 }
        let places = 1 - Int(log10(abs(value)).rounded(.down))
        let norm = value * pow(10, Double(places))
        return max(0, norm > 2.25 ? places + 1 : places)
    }
}

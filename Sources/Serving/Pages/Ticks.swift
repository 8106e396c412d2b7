import Budgets
import Threading

/// Round values along an axis, and what stands beside them.
enum Ticks {
    struct Tick {
        let value: Double
        let text: String
    }

    private static let spans: [Double] = [
        60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86_400, 2 * 86_400, 5 * 86_400, 10 * 86_400, 30 * 86_400,
        60 * 86_400, 90 * 86_400,
    ]
    private static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Three to six amounts, by ones, twos or fives.
    static func money(from floor: Double, to ceiling: Double) -> [Tick] {
        let span = ceiling - floor
        guard span.isFinite, span > 0 else { return [] }
        var step = 1e-9
        while step * 5 < span / 10 { step *= 10 }
        let steps = [step, step * 2, step * 5, step * 10, step * 20]
        let chosen = steps.first { span / $0 <= 5.5 } ?? span
        return values(from: floor, to: ceiling, step: chosen).map { value in
            let amount = abs(value) < chosen / 2 ? 0 : value
            let text = USD(amount).text
            return Tick(value: value, text: chosen >= 1 && text.hasSuffix(".00") ? String(text.dropLast(3)) : text)
        }
    }

    /// Times of day, or days, in UTC.
    static func time(from start: Double, to end: Double, atMost count: Int) -> [Tick] {
        guard end > start, let step = spans.first(where: { (end - start) / $0 <= Double(count) }) else { return [] }
        return values(from: start, to: end, step: step).map { value in
            let text = Timestamp(unixSeconds: value).description
            guard step >= 86_400 else { return Tick(value: value, text: String(text.dropFirst(11).prefix(5))) }
            let month = Int(text.dropFirst(5).prefix(2)).map { monthNames[$0 - 1] } ?? ""
            return Tick(value: value, text: "\(Int(text.dropFirst(8).prefix(2)) ?? 0) \(month)")
        }
    }

    private static func values(from start: Double, to end: Double, step: Double) -> [Double] {
        var values: [Double] = []
        var index = (start / step).rounded(.up)
        while index * step <= end, values.count < 20 {
            values.append(index * step)
            index += 1
        }
        return values
    }
}

import Budgets
import Threading

/// The picture of a budget period: money over time.
struct SpendPlot: Sendable {
    /// What is drawn, from the back to the front.
    enum Line: String, CaseIterable {
        case limit
        case soft
        case pace
        case forecast
        case spent
    }

    /// For a screen or for a phone: letters must be as large on either.
    enum Format: String {
        case wide
        case narrow

        var width: Double { self == .wide ? 1000 : 360 }
        var height: Double { self == .wide ? 260 : 220 }
        var ticks: Int { self == .wide ? 8 : 4 }
    }

    private typealias Point = (time: Double, money: Double)

    /// No period is longer; a date further away is none to draw to.
    private static let longestSpan = 400.0 * 86_400
    private static let (left, right, top, bottom) = (68.0, 12.0, 12.0, 26.0)

    private let spent: [Point]
    private let limit: Double?
    private let soft: Double?
    private let pace: (Point, Point)?
    private let forecast: (Point, Point)?
    private let now: Double
    private let start: Double
    private let end: Double
    private let floor: Double
    private let ceiling: Double

    init(standing: Standing, course: [SpendPoint], newest: SpendPoint) {
        let account = standing.account
        now = newest.time.unixSeconds
        spent = course.map { ($0.time.unixSeconds, $0.spend.amount) }
        limit = account.budget.limit.amount.flatMap { $0.amount.isFinite && $0 > 0 ? $0.amount : nil }
        soft = account.budget.softLimit.flatMap { $0.amount.isFinite && $0 > 0 ? $0.amount : nil }
        let longest = Self.longestSpan
        let periodStart = account.history?.periodStart.map(\.unixSeconds).flatMap { [now] start in
            start <= now && now - start < longest ? start : nil
        }
        let reset = account.budget.resetsAt.map(\.unixSeconds).flatMap { [now] reset in
            reset > now && reset - now < longest ? reset : nil
        }
        start = min(periodStart ?? now, spent.first?.time ?? now, now - 60)
        end = reset ?? now + max(60, (now - start) / 4)
        pace = periodStart.flatMap { [limit] start in
            reset.flatMap { reset in limit.map { ((start, 0), (reset, $0)) } }
        }
        let spend = newest.spend.amount
        let highest = max(limit ?? 0, spent.map(\.money).max() ?? 0, soft ?? 0)
        ceiling = highest > 0 ? highest * 1.12 : 1
        floor = min(0, spent.map(\.money).min() ?? 0)
        forecast = Self.forecast(standing, from: (now, spend), to: end).map { [ceiling, now] target in
            guard target.money > ceiling else { return ((now, spend), target) }
            let share = (ceiling - spend) / (target.money - spend)
            return ((now, spend), (now + share * (target.time - now), ceiling))
        }
    }

    /// Where spending leads: to the limit, or to what is spent at the reset.
    private static func forecast(_ standing: Standing, from newest: Point, to end: Double) -> Point? {
        guard standing.maySpend, let outlook = standing.outlook else { return nil }
        if standing.account.budget.resetsAt.map(\.unixSeconds) == end, let projected = outlook.projectedSpend {
            return projected.amount.isFinite && projected.amount >= newest.money ? (end, projected.amount) : nil
        }
        guard let limit = standing.account.budget.limit.amount?.amount, limit >= newest.money,
            let exhaustion = outlook.exhaustsAt?.unixSeconds, exhaustion > newest.time
        else { return nil }
        // As far as the chart goes of the way to the limit.
        let share = min(1, (end - newest.time) / (exhaustion - newest.time))
        return (newest.time + share * (exhaustion - newest.time), newest.money + share * (limit - newest.money))
    }

    func has(_ line: Line) -> Bool {
        switch line {
        case .limit: limit != nil
        case .soft: soft != nil
        case .pace: pace != nil
        case .forecast: forecast != nil
        case .spent: true
        }
    }

    // MARK: Drawing

    func svg(_ format: Format, describedAs description: String) -> HTML {
        HTML(
            .svg,
            [
                (.class, format.rawValue), (.role, "img"), (.viewBox, "0 0 \(Int(format.width)) \(Int(format.height))"),
                (.ariaLabelledBy, "chart-title-\(format) chart-text-\(format)"),
            ]
        ) {
            HTML(.title, [(.id, "chart-title-\(format)")]) { "Spend of the running period" }
            HTML(.desc, [(.id, "chart-text-\(format)")]) { description }
            grid(format)
            area(format)
            for line in Line.allCases { drawn(line, format) }
            segment("now", (now, floor), (now, ceiling), format)
            newest(format)
        }
    }

    private func drawn(_ line: Line, _ format: Format) -> HTML {
        switch line {
        case .limit: limit.map { segment(line.rawValue, (start, $0), (end, $0), format) } ?? .empty
        case .soft: soft.map { segment(line.rawValue, (start, $0), (end, $0), format) } ?? .empty
        case .pace: pace.map { segment(line.rawValue, $0.0, $0.1, format) } ?? .empty
        case .forecast: forecast.map { segment(line.rawValue, $0.0, $0.1, format) } ?? .empty
        case .spent:
            HTML(.polyline, [(.class, line.rawValue), (.points, coordinates(spent, format))])
        }
    }

    /// The newest look, which alone would be no line.
    private func newest(_ format: Format) -> HTML {
        guard let newest = spent.last else { return .empty }
        return HTML(
            .circle,
            [
                (.class, "newest"), (.cx, Self.coordinate(x(newest.time, format))),
                (.cy, Self.coordinate(y(newest.money, format))), (.r, "4"),
            ])
    }

    private func area(_ format: Format) -> HTML {
        guard let first = spent.first, let last = spent.last else { return .empty }
        let outline = [(first.time, max(floor, 0))] + spent + [(last.time, max(floor, 0))]
        return HTML(.polygon, [(.class, "area"), (.points, coordinates(outline, format))])
    }

    private func grid(_ format: Format) -> HTML {
        let money = Ticks.money(from: floor, to: ceiling)
        let times = Ticks.time(from: start, to: end, atMost: format.ticks)
        return .joined(
            money.map { tick in
                .joined([
                    segment("grid", (start, tick.value), (end, tick.value), format),
                    label(tick.text, x: Self.left - 8, y: y(tick.value, format) + 4, anchor: "end"),
                ])
            }
                + times.map { tick in
                    .joined([
                        segment("grid", (tick.value, floor), (tick.value, ceiling), format),
                        label(
                            tick.text, x: min(x(tick.value, format), format.width - 24), y: format.height - 8,
                            anchor: "middle"),
                    ])
                })
    }

    private func label(_ text: String, x: Double, y: Double, anchor: String) -> HTML {
        HTML(.text, [(.x, Self.coordinate(x)), (.y, Self.coordinate(y)), (.textAnchor, anchor)]) { text }
    }

    private func segment(_ style: String, _ from: Point, _ to: Point, _ format: Format) -> HTML {
        HTML(
            .line,
            [
                (.class, style), (.x1, Self.coordinate(x(from.time, format))),
                (.y1, Self.coordinate(y(from.money, format))), (.x2, Self.coordinate(x(to.time, format))),
                (.y2, Self.coordinate(y(to.money, format))),
            ])
    }

    private func coordinates(_ points: [Point], _ format: Format) -> String {
        points.map { "\(Self.coordinate(x($0.time, format))),\(Self.coordinate(y($0.money, format)))" }
            .joined(separator: " ")
    }

    private func x(_ time: Double, _ format: Format) -> Double {
        Self.left + (time - start) / (end - start) * (format.width - Self.left - Self.right)
    }

    private func y(_ money: Double, _ format: Format) -> Double {
        format.height - Self.bottom
            - (money - floor) / (ceiling - floor) * (format.height - Self.top - Self.bottom)
    }

    /// With one decimal: finer is not seen.
    private static func coordinate(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e6 else { return "0" }
        let tenths = Int((value * 10).rounded())
        return tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
    }
}

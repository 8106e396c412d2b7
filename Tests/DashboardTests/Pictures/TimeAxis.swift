import Threading

/// The times below a chart, in UTC.
struct TimeAxis {
    let range: ClosedRange<Double>
    let left: Double
    let right: Double

    func x(_ time: Double) -> Double {
        left + (time - range.lowerBound) / (range.upperBound - range.lowerBound) * (right - left)
    }

    private static let steps: [Double] = [
        300, 900, 1800, 3600, 2 * 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86_400, 2 * 86_400, 7 * 86_400,
    ]

    func labels(at y: Double, height: Double, _ theme: PictureTheme) -> String {
        let length = range.upperBound - range.lowerBound
        let step = Self.steps.first { (right - left) / (length / $0) >= 70 } ?? 7 * 86_400
        var time = (range.lowerBound / step).rounded(.up) * step
        var svg = ""
        while time <= range.upperBound {
            let place = Markup.pixels(x(time))
            svg += """
                <line x1="\(place)" x2="\(place)" y1="0" y2="\(Markup.pixels(height))" stroke="\(theme.border)"/>\
                <text x="\(place)" y="\(Markup.pixels(y))" text-anchor="middle" fill="\(theme.faint)">\
                \(Self.label(time, step: step))</text>
                """
            time += step
        }
        return svg
    }

    private static func label(_ time: Double, step: Double) -> String {
        let text = Timestamp(unixSeconds: time).description
        let (date, clock) = (String(text.prefix(10).suffix(5)).replacing("-", with: "/"), text.dropFirst(11).prefix(5))
        if step >= 86_400 { return date }
        return step >= 6 * 3600 ? "\(date) \(clock)" : String(clock)
    }
}

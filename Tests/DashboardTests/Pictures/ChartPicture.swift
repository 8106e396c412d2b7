import Glibc

/// A time series panel: lines or bars, stacked or not, on the axes that Grafana would choose.
struct ChartPicture {
    private struct Line {
        let field: PanelAnswers.Field
        let settings: FieldSettings
        let color: String
        /// What it stands on, and where it ends.
        var spans: [(time: Double, from: Double, to: Double)]
    }

    private let picture: PanelPicture
    private let lines: [Line]

    init(_ picture: PanelPicture, _ fields: [PanelAnswers.Field]) {
        self.picture = picture
        var base: [Double: Double] = [:]
        var lines: [Line] = []
        for field in fields {
            let settings = picture.settings(field)
            let color =
                switch settings["color"]["mode"].text {
                case "fixed", "shades": settings["color"]["fixedColor"].text ?? "text"
                case "thresholds": settings.thresholdColor(field.points.last?.value ?? 0)
                default: "text"
                }
            let isStacked = settings["custom.stacking"]["mode"].text == "normal"
            let spans = field.points.map { point in
                let from = isStacked ? base[point.time, default: 0] : 0
                if isStacked { base[point.time] = from + point.value }
                return (point.time, from, from + point.value)
            }
            lines.append(Line(field: field, settings: settings, color: picture.theme.color(color), spans: spans))
        }
        self.lines = lines
    }

    var html: String {
        let legend = legendRows
        let names = (legend.map { Markup.width(of: $0.name, size: 12) }.max() ?? 0)
        let values = (legend.map { Markup.width(of: $0.last, size: 12) }.max() ?? 0)
        let side = min(max(names, 40) + max(values, 50) * 1.1 + 66, picture.width * 0.6)
        let chart = picture.width - side
        let rows = legend.map { row in
            "<tr><td><i class=\"swatch\" style=\"background:\(row.color)\"></i>\(Markup.escaped(row.name))</td>"
                + "<td class=\"number\">\(Markup.escaped(row.last))</td></tr>"
        }
        return
            "<svg width=\"\(Markup.pixels(chart))\" height=\"\(Markup.pixels(picture.height))\">\(drawn(width: chart))</svg>"
            + "<div class=\"legend beside\" style=\"width:\(Markup.pixels(side - 12))px\"><table class=\"legend\">"
            + "<tr><td>Name</td><td class=\"number\">Last *</td></tr>\(rows.joined())</table></div>"
    }

    private var legendRows: [(name: String, last: String, color: String)] {
        lines.map { line in
            let last = line.field.points.last { $0.value.isFinite }?.value
            return (
                line.field.name, last.map { line.settings.format(now: picture.now).text($0) } ?? "", line.color
            )
        }
    }

    /// From the lowest to the highest value, but for what the panel says, with ticks at round numbers.
    private var scale: (low: Double, high: Double, step: Double) {
        let defaults = FieldSettings(picture.panel, name: "")
        let values = lines.flatMap(\.spans).flatMap { [$0.to] }
        let lowest = min(values.min() ?? 0, defaults["custom.axisSoftMin"].amount ?? .infinity)
        let highest = max(values.max() ?? 1, defaults["custom.axisSoftMax"].amount ?? -.infinity)
        let low = defaults["min"].amount ?? lowest
        let high = max(defaults["max"].amount ?? highest, low + 1e-9)
        let about = (high - low) / max(picture.height / 45, 2)
        // Round numbers of KiB and MiB are powers of two.
        let base = defaults["unit"].text == "bytes" ? 2.0 : 10
        let magnitude = pow(base, (log(about) / log(base)).rounded(.down))
        let step = [1, 2, 2.5, 5, 10].first { $0 * magnitude >= about }.map { $0 * magnitude } ?? about
        return ((low / step).rounded(.down) * step, (high / step).rounded(.up) * step, step)
    }

    private func drawn(width: Double) -> String {
        let (low, high, step) = scale
        let defaults = FieldSettings(picture.panel, name: "")
        let bottom = picture.height - 24
        func y(_ value: Double) -> Double { 6 + (high - value) / (high - low) * (bottom - 6) }
        var ticks: [(value: Double, text: String)] = []
        for index in 0...Int(((high - low) / step).rounded()) {
            let value = low + Double(index) * step
            ticks.append((value, defaults.format(now: picture.now).text(abs(value) < step / 1e6 ? 0 : value)))
        }
        let left = (ticks.map { Markup.width(of: $0.text, size: 12) }.max() ?? 0) + 14
        let axis = TimeAxis(range: picture.range, left: left, right: width - 12)
        var svg = axis.labels(at: bottom + 18, height: bottom, picture.theme)
        for tick in ticks {
            let place = Markup.pixels(y(tick.value))
            svg += """
                <line x1="\(Markup.pixels(left))" x2="\(Markup.pixels(width - 12))" y1="\(place)" y2="\(place)" stroke="\(picture.theme.border)"/>\
                <text x="\(Markup.pixels(left - 8))" y="\(Markup.pixels(y(tick.value) + 4))" text-anchor="end" \
                fill="\(picture.theme.faint)">\(Markup.escaped(tick.text))</text>
                """
        }
        svg += lines.map { draw($0, axis, y) }.joined()
        if defaults["custom.thresholdsStyle"]["mode"].text?.hasPrefix("line") == true {
            for threshold in defaults.thresholds where (low...high).contains(threshold.from) {
                svg += """
                    <line x1="\(Markup.pixels(left))" x2="\(Markup.pixels(width - 12))" y1="\(Markup.pixels(y(threshold.from)))" \
                    y2="\(Markup.pixels(y(threshold.from)))" stroke="\(picture.theme.color(threshold.color))" stroke-width="2"/>
                    """
            }
        }
        for time in picture.annotations where picture.range.contains(time) {
            let x = Markup.pixels(axis.x(time))
            svg += """
                <line x1="\(x)" x2="\(x)" y1="6" y2="\(Markup.pixels(bottom))" stroke="\(Palette.purple)" stroke-dasharray="3 3"/>\
                <path d="M\(x) \(Markup.pixels(bottom)) l-4 6 h8 z" fill="\(Palette.purple)"/>
                """
        }
        return svg
    }

    private func draw(_ line: Line, _ axis: TimeAxis, _ y: (Double) -> Double) -> String {
        let fill = (line.settings["custom.fillOpacity"].amount ?? 0) / 100
        let steps = zip(line.spans, line.spans.dropFirst()).map { $1.time - $0.time }
        let step = steps.min() ?? 60
        if line.settings["custom.drawStyle"].text == "bars" {
            let width = max((axis.x(axis.range.lowerBound + step) - axis.left) * 0.8, 1)
            return line.spans.map { span in
                """
                <rect x="\(Markup.pixels(axis.x(span.time) - width / 2))" y="\(Markup.pixels(y(max(span.from, span.to))))" \
                width="\(Markup.pixels(width))" height="\(Markup.pixels(abs(y(span.from) - y(span.to))))" \
                fill="\(line.color)" fill-opacity="\(fill)" stroke="\(line.color)" stroke-width="0.5"/>
                """
            }.joined()
        }
        var path = ""
        var last: Double?
        for span in line.spans {
            let isJoined = last.map { span.time - $0 <= step * 1.5 } ?? false
            path += "\(isJoined ? "L" : "M")\(Markup.pixels(axis.x(span.time))) \(Markup.pixels(y(span.to)))"
            last = span.time
        }
        let dash = line.settings["custom.lineStyle"]["dash"].elements.compactMap(\.amount).map { Markup.pixels($0) }
        let lineWidth = line.settings["custom.lineWidth"].amount ?? 1
        var svg = """
            <path d="\(path)" fill="none" stroke="\(line.color)" stroke-width="\(lineWidth)" \
            stroke-dasharray="\(dash.joined(separator: " "))"/>
            """
        if fill > 0, let first = line.spans.first, let end = line.spans.last {
            svg += """
                <path d="\(path)L\(Markup.pixels(axis.x(end.time))) \(Markup.pixels(y(0)))\
                L\(Markup.pixels(axis.x(first.time))) \(Markup.pixels(y(0)))z" fill="\(line.color)" fill-opacity="\(fill)"/>
                """
        }
        return svg
    }
}

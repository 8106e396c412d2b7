extension PanelPicture {
    /// A row for each field, in the colours of its states.
    func timeline(_ fields: [PanelAnswers.Field]) -> String {
        let names = (fields.map { Markup.width(of: $0.name, size: 12) }.max() ?? 0) + 12
        let axis = TimeAxis(range: range, left: names, right: width - 8)
        let rowHeight = (height - 50) / Double(fields.count)
        var svg = axis.labels(at: height - 34, height: height - 50, theme)
        var words: [(text: String, color: String)] = []
        for (index, field) in fields.enumerated() {
            let y = Double(index) * rowHeight
            svg += """
                <text x="\(Markup.pixels(names - 8))" y="\(Markup.pixels(y + rowHeight / 2 + 4))" text-anchor="end" \
                fill="\(theme.text)">\(Markup.escaped(field.name))</text>
                """
            for (point, next) in zip(field.points, field.points.dropFirst().map(\.time) + [range.upperBound]) {
                let shown = settings(field).shown(point.value, now: now)
                if !words.contains(where: { $0.text == shown.text }) { words.append(shown) }
                svg += """
                    <rect x="\(Markup.pixels(axis.x(point.time)))" y="\(Markup.pixels(y + rowHeight * 0.1))" \
                    width="\(Markup.pixels(axis.x(next) - axis.x(point.time) + 0.3))" height="\(Markup.pixels(rowHeight * 0.8))" \
                    fill="\(theme.color(shown.color))" fill-opacity="0.8"/>
                    """
            }
        }
        let legend = words.map { word in
            "<span><i class=\"swatch\" style=\"background:\(theme.color(word.color))\"></i>\(Markup.escaped(word.text))</span>"
        }
        return "<svg width=\"\(Markup.pixels(width))\" height=\"\(Markup.pixels(height - 24))\">\(svg)</svg>"
            + "<div class=\"legend below\">\(legend.joined())</div>"
    }
}

extension PanelPicture {
    /// A row for each field: its name, its bar, its value.
    func bars(_ fields: [PanelAnswers.Field]) -> String {
        let gap = 10.0
        let rowHeight = min(max(16, (height + gap) / Double(fields.count) - gap), 60)
        let size = min(rowHeight / 1.5, 18)
        let names = min(fields.map { Markup.width(of: $0.name, size: size) }.max() ?? 0, width * 0.5) + 10
        let values = fields.map { $0.points.last?.value ?? .nan }
        let shown = zip(fields, values).map { settings($0).shown($1, now: now) }
        let texts = (shown.map { Markup.width(of: $0.text, size: size) }.max() ?? 0) + 12
        let rows = zip(fields, zip(values, shown)).enumerated().map { index, row in
            let (field, (value, shown)) = row
            let settings = settings(field)
            let low = settings["min"].amount ?? values.min() ?? 0
            let high = settings["max"].amount ?? values.max() ?? 1
            let part = high > low ? min(max((value - low) / (high - low), 0), 1) : 0
            let color = theme.color(shown.color)
            let track = width - names - texts
            return """
                <div class="bar" style="top:\(Markup.pixels(Double(index) * (rowHeight + gap)))px;height:\(Markup.pixels(rowHeight))px;\
                font-size:\(Markup.pixels(size))px"><span class="name" style="width:\(Markup.pixels(names))px">\
                \(Markup.escaped(field.name))</span><i class="track" style="left:\(Markup.pixels(names))px;width:\(Markup.pixels(track))px"></i>\
                <i style="left:\(Markup.pixels(names))px;width:\(Markup.pixels(track * part))px;background:\(color)"></i>\
                <span class="value">\(Markup.escaped(shown.text))</span></div>
                """
        }
        return rows.joined()
    }
}

extension PanelPicture {
    /// One number, or several beside or upon each other, as large as they fit.
    func stat(_ fields: [PanelAnswers.Field]) -> String {
        let isStacked = panel.json["options"]["orientation"].text == "horizontal"
        let isFilled = panel.json["options"]["colorMode"].text?.hasPrefix("background") == true
        let count = Double(fields.count)
        let (cellWidth, cellHeight) = isStacked ? (width, height / count) : (width / count, height)
        let shown = fields.map { settings($0).shown($0.points.last?.value ?? .nan, now: now) }
        let longest = shown.map(\.text).max { $0.count < $1.count } ?? ""
        let isNamed = fields.count > 1
        let isWide = cellWidth / cellHeight > 2.5
        let room = (width: cellWidth - 16, height: cellHeight - (cellHeight > 40 ? 16 : 4))
        let size =
            isNamed
            ? isWide
                ? Markup.size(fitting: longest, width: room.width * 0.4, height: room.height)
                : Markup.size(fitting: longest, width: room.width, height: room.height * 0.7)
            : Markup.size(fitting: longest, width: room.width, height: room.height)
        let name = fields.map(\.name).max { $0.count < $1.count } ?? ""
        let nameRoom = isWide ? room.width * 0.55 : room.width
        let nameSize = min(size * 0.7, 30, Markup.size(fitting: name, width: nameRoom, height: room.height))
        let cells = zip(fields, shown).map { field, value in
            let name =
                isNamed
                ? "<span class=\"name\" style=\"font-size:\(Markup.pixels(nameSize))px\">\(Markup.escaped(field.name))</span>"
                : ""
            let isPlain = value.color == "transparent"
            let colors =
                isFilled
                ? "background:\(theme.color(value.color));color:\(isPlain ? theme.text : theme.textColor(upon: value.color))"
                : "color:\(theme.color(value.color))"
            return "<div class=\"stat \(isWide ? "wide" : "tall") \(isNamed ? "" : "alone")\" style=\"\(colors);"
                + "width:\(Markup.pixels(cellWidth))px;height:\(Markup.pixels(cellHeight))px\">\(name)"
                + "<b style=\"font-size:\(Markup.pixels(min(size, 70)))px\">\(Markup.escaped(value.text))</b></div>"
        }
        return "<div class=\"stats \(isStacked ? "stacked" : "")\">\(cells.joined())</div>"
    }
}

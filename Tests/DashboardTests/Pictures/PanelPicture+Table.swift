extension PanelPicture {
    private struct TableColumn {
        let source: String
        let title: String
        let settings: FieldSettings
    }

    /// Columns in their order and under their names, rows by the panel's sorting; what does not fit is cut off, as it is
    /// below or beside what Grafana shows before somebody scrolls.
    var table: String {
        let columns = tableColumns
        var rows: [[String: Cell]] = []
        var places: [[String: String]: Int] = [:]
        for query in answers.queries {
            let value = panel.targets.count == 1 ? "Value" : "Value #\(query.refID)"
            for series in query.series {
                let index = places[series.labels] ?? rows.count
                if index == rows.count {
                    places[series.labels] = index
                    rows.append(series.labels.mapValues { Cell.text($0) })
                }
                rows[index][value] = .number(series.values.last ?? .nan)
            }
        }
        for sorting in panel.json["options"]["sortBy"].elements.reversed() {
            guard let column = columns.first(where: { $0.title == sorting["displayName"].text }) else { continue }
            let isDescending = sorting["desc"].isTrue
            rows.sort { Cell.isBefore($0[column.source], $1[column.source], descending: isDescending) }
        }
        let fixed = columns.compactMap { $0.settings["custom.width"].amount }
        let shared = (width - fixed.reduce(0, +)) / Double(max(columns.count - fixed.count, 1))
        let widths = columns.map { column in
            column.settings["custom.width"].amount ?? max(shared, column.settings["custom.minWidth"].amount ?? 150)
        }
        let heads = zip(columns, widths).map { column, width in
            let isNumber = column.source.hasPrefix("Value")
            return "<th style=\"width:\(Markup.pixels(width))px;text-align:\(isNumber ? "right" : "left")\">"
                + "\(Markup.escaped(column.title))</th>"
        }
        let lines = rows.prefix(40).map { row in
            "<tr>" + zip(columns, widths).map { cell(row[$0.source], $0, width: $1) }.joined() + "</tr>"
        }
        let total = Markup.pixels(widths.reduce(0, +))
        return "<table style=\"width:\(total)px\"><tr>\(heads.joined())</tr>\(lines.joined())</table>"
    }

    private enum Cell {
        case text(String)
        case number(Double)

        /// What is not there comes last.
        static func isBefore(_ one: Cell?, _ other: Cell?, descending: Bool) -> Bool {
            switch (one, other) {
            case (.number(let one)?, .number(let other)?): descending ? one > other : one < other
            case (.text(let one)?, .text(let other)?): descending ? one > other : one < other
            case (_?, nil): true
            default: false
            }
        }
    }

    private var tableColumns: [TableColumn] {
        let options = panel.json["transformations"].elements.last { $0["id"].text == "organize" }?["options"] ?? .null
        let order = options["indexByName"].members.sorted { ($0.value.amount ?? 0) < ($1.value.amount ?? 0) }
        return order.map { member in
            let title = options["renameByName"][member.name].text ?? member.name
            return TableColumn(
                source: member.name, title: title, settings: FieldSettings(panel, name: title))
        }
        .filter { !$0.settings["custom.hidden"].isTrue && $0.settings["custom.hideFrom"]["viz"] != true }
    }

    private func cell(_ cell: Cell?, _ column: TableColumn, width: Double) -> String {
        switch cell {
        case nil: return "<td>\(Markup.escaped(column.settings["noValue"].text ?? ""))</td>"
        case .text(let text):
            let isLink = !column.settings["links"].elements.isEmpty
            return
                "<td><span class=\"\(isLink ? "link" : "")\">\(Markup.escaped(column.settings.word(for: text)?.text ?? text))</span></td>"
        case .number(let value):
            let shown = column.settings.shown(value, now: now)
            let text = Markup.escaped(shown.text)
            switch column.settings["custom.cellOptions"]["type"].text {
            case "color-text": return "<td class=\"number\" style=\"color:\(theme.color(shown.color))\">\(text)</td>"
            case "color-background":
                let isPlain = shown.color == "transparent"
                return "<td class=\"number\" style=\"background:\(theme.color(shown.color));"
                    + "color:\(isPlain ? theme.text : theme.textColor(upon: shown.color))\">\(text)</td>"
            case "gauge":
                let (low, high) = (column.settings["min"].amount ?? 0, column.settings["max"].amount ?? 1)
                let part = min(max((value - low) / (high - low), 0), 1)
                let label = 64.0
                return
                    "<td class=\"gauge\"><i class=\"track\" style=\"width:\(Markup.pixels(width - 12 - label))px\"></i>"
                    + "<i style=\"width:\(Markup.pixels((width - 12 - label) * part))px;background:\(theme.color(shown.color))\"></i>"
                    + "<span>\(text)</span></td>"
            default: return "<td class=\"number\">\(text)</td>"
            }
        }
    }
}

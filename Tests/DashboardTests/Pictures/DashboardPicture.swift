/// A whole dashboard as a page of a width, for a browser to take a picture of.
///
/// Not Grafana, which tests cannot start, but what decides whether a person can read it: places and sizes on the grid, titles,
/// units, decimals, colours, thresholds, legends, columns, and what is empty. A browser lays it out rather than a plotting
/// library, as Grafana is HTML too: tables and their cells, long names and what does not fit behave alike.
struct DashboardPicture {
    let dashboard: LintedDashboard
    /// By the ids of panels.
    let answers: [Int: PanelAnswers]
    let annotations: [Double]
    let choice: DashboardChoice
    let range: ClosedRange<Double>
    let theme: PictureTheme
    let width: Int

    private static let margin = 16.0
    private static let gap = 8.0
    private static let rowHeight = 30.0
    private static let head = 96.0
    private static let titleHeight = 32.0
    private static let padding = 8.0

    var height: Int {
        let ends = panels.map { ($0["gridPos"]["y"].amount ?? 0) + ($0["gridPos"]["h"].amount ?? 0) }
        return Int(Self.head + (ends.max() ?? 0) * (Self.rowHeight + Self.gap) + Self.margin)
    }

    private var panels: [JSON] { dashboard.json["panels"].elements }

    var html: String {
        let variables = dashboard.variables.map { variable in
            let value = choice.value(of: variable["name"].text ?? "") ?? "prometheus"
            let current = value == variable["allValue"].text ? "All" : value
            return
                "<span class=\"variable\">\(Markup.escaped(variable["label"].text ?? ""))<b>\(Markup.escaped(current))</b></span>"
        }
        return """
            <!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>\(Markup.escaped(dashboard.path))</title>
            <style>\(style)</style>
            <h1>\(Markup.escaped(dashboard.json["title"].text ?? ""))</h1>
            <div class="variables">\(variables.joined())</div>
            \(panels.map(drawn).joined(separator: "\n"))
            </html>
            """
    }

    private func drawn(_ json: JSON) -> String {
        let panel = LintedPanel(json: json)
        let place = json["gridPos"]
        let column = (Double(width) - 2 * Self.margin - 23 * Self.gap) / 24
        func span(_ cells: Double, _ size: Double) -> Double { cells * (size + Self.gap) - Self.gap }
        let (x, y) = (place["x"].amount ?? 0, place["y"].amount ?? 0)
        let (w, h) = (span(place["w"].amount ?? 0, column), span(place["h"].amount ?? 0, Self.rowHeight))
        let frame =
            "left:\(Markup.pixels(Self.margin + x * (column + Self.gap)))px;"
            + "top:\(Markup.pixels(Self.head + y * (Self.rowHeight + Self.gap)))px;"
            + "width:\(Markup.pixels(w))px;height:\(Markup.pixels(h))px"
        guard panel.type != "row" else {
            return "<div class=\"row\" style=\"\(frame)\">&#9662; \(Markup.escaped(panel.title))</div>"
        }
        let picture = PanelPicture(
            panel: panel, answers: answers[Int(json["id"].amount ?? 0)] ?? PanelAnswers(queries: []), theme: theme,
            range: range, annotations: annotations, width: w - 2 * Self.padding - 2,
            height: h - Self.titleHeight - Self.padding - 2)
        return """
            <div class="panel \(panel.type)" style="\(frame)"><div class="title">\(Markup.escaped(panel.title))</div>\
            <div class="body">\(picture.html)</div></div>
            """
    }

    private var style: String {
        """
        * { box-sizing: border-box; }
        body { margin: 0; background: \(theme.canvas); color: \(theme.text); font: 14px Inter, "Liberation Sans", Arial, sans-serif; }
        h1 { font-size: 18px; font-weight: 500; margin: 0; padding: 12px 16px 8px; }
        svg { font-size: 12px; display: block; }
        .variables { padding: 0 16px; }
        .variable { color: \(theme.faint); border: 1px solid \(theme.border); padding: 5px 8px; margin-right: 8px; font-size: 12px; }
        .variable b { color: \(theme.text); font-weight: 400; margin-left: 10px; }
        .row, .panel { position: absolute; }
        .row { font-weight: 500; line-height: 30px; }
        .panel { background: \(theme.panel); border: 1px solid \(theme.border); border-radius: 2px; overflow: hidden; }
        .title { height: 32px; line-height: 32px; padding: 0 8px; font-weight: 500; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
        .body { position: absolute; left: 8px; right: 8px; top: 32px; bottom: 8px; overflow: hidden; display: flex; }
        .notice { margin: auto; color: \(theme.faint); }
        .stats { display: flex; width: 100%; } .stats.stacked { flex-direction: column; }
        .stat { display: flex; padding: 2px 8px; overflow: hidden; white-space: nowrap; border-radius: 3px; }
        .stat b { font-weight: 500; line-height: 1.2; }
        .stat.tall { flex-direction: column; justify-content: center; } .stat.wide { align-items: center; justify-content: space-between; }
        .stat.alone { align-items: center; justify-content: center; }
        .stat .name, .bar .name { color: \(theme.text); }
        table { border-collapse: collapse; table-layout: fixed; align-self: flex-start; flex: none; }
        th, td { height: 36px; padding: 0 6px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; border-bottom: 1px solid \(theme.border); border-right: 1px solid \(theme.border); }
        th { color: \(theme.text); font-weight: 500; font-size: 12px; }
        .number { text-align: right; font-variant-numeric: tabular-nums; }
        .link { color: \(theme.name == "dark" ? "#6e9fff" : "#1f62e0"); }
        td.gauge { position: relative; }
        td.gauge i { position: absolute; left: 6px; top: 6px; height: 24px; } td.gauge span { position: absolute; right: 6px; top: 9px; }
        .track { background: \(theme.border); }
        .bar { position: absolute; left: 0; right: 0; display: flex; align-items: center; }
        .bar i { position: absolute; top: 0; bottom: 0; } .bar .value { margin-left: auto; } .bar .name { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
        .legend.beside { overflow: hidden; margin-left: 12px; } table.legend { width: 100%; font-size: 12px; table-layout: auto; }
        table.legend td { height: 22px; border-right: 0; } .swatch { display: inline-block; width: 14px; height: 4px; border-radius: 2px; margin-right: 8px; vertical-align: middle; }
        .legend.below { position: absolute; bottom: 0; font-size: 12px; } .legend.below span { margin-right: 16px; }
        """
    }
}

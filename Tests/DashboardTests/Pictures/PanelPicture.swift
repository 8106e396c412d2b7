/// A panel drawn from its JSON and from what its queries gave: what Grafana would show, as far as that decides whether it
/// can be read.
struct PanelPicture {
    let panel: LintedPanel
    let answers: PanelAnswers
    let theme: PictureTheme
    let range: ClosedRange<Double>
    /// When the dashboard's annotations are.
    let annotations: [Double]
    /// What is left for it below the title.
    let width: Double
    let height: Double

    var now: Double { range.upperBound }

    var html: String {
        let fields = answers.fields
        guard panel.type != "alertlist" else { return notice("Grafana lists its alerts here") }
        guard !fields.isEmpty else {
            return notice(panel.json["fieldConfig"]["defaults"]["noValue"].text ?? "No data")
        }
        switch panel.type {
        case "stat": return stat(fields)
        case "table": return table
        case "timeseries": return ChartPicture(self, fields).html
        case "bargauge": return bars(fields)
        case "state-timeline": return timeline(fields)
        default: return notice("Not drawn: \(panel.type)")
        }
    }

    func settings(_ field: PanelAnswers.Field) -> FieldSettings {
        FieldSettings(panel, name: field.name, refID: field.refID)
    }

    private func notice(_ text: String) -> String {
        "<div class=\"notice\">\(Markup.escaped(text))</div>"
    }
}

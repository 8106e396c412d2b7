/// A query of a panel.
struct Target: Sendable {
    enum Form: Sendable {
        /// Over the time range.
        case range
        /// At its end.
        case instant
        /// At its end, a row for each series.
        case table
    }

    let expression: String
    var legend = ""
    var form = Form.range

    func json(_ id: String) -> JSON {
        .present([
            "refId": .string(id),
            "datasource": Dashboard.datasource,
            "expr": .string(expression),
            "legendFormat": legend.isEmpty ? nil : .string(legend),
            "instant": form == .range ? nil : true,
            "range": form == .range ? true : false,
            "format": form == .table ? "table" : "time_series",
            "editorMode": "code",
        ])
    }
}

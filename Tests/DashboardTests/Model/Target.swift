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
    /// What its series are called by, beside the names that the legend has.
    var names: Set<AccountName> = []
    /// Highest first.
    var isSorted = false

    /// The expression with the names of accounts as labels.
    private var query: String {
        let named = AccountName.allCases.filter { names.contains($0) || legend.contains("{{\($0.rawValue)}}") }
            .reduce(expression) { $1.added(to: $0) }
        return isSorted ? "sort_desc(\(named))" : named
    }

    func json(_ id: String) -> JSON {
        .present([
            "refId": .string(id),
            "datasource": Dashboard.datasource,
            "expr": .string(query),
            "legendFormat": legend.isEmpty ? nil : .string(legend),
            "instant": form == .range ? nil : true,
            "range": form == .range ? true : false,
            "format": form == .table ? "table" : "time_series",
            "editorMode": "code",
        ])
    }
}

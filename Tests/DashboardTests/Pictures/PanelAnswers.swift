/// What a Prometheus answered to a panel's queries, each in the form that the panel asks for.
struct PanelAnswers: Sendable {
    struct Query: Sendable {
        let refID: String
        let legend: String
        let series: [PrometheusQueries.Series]
    }

    /// A line, a bar or a number, with what it is called.
    struct Field: Sendable {
        let name: String
        let refID: String
        let labels: [String: String]
        let points: [(time: Double, value: Double)]
    }

    let queries: [Query]

    var fields: [Field] {
        queries.flatMap { query in
            query.series.map { series in
                Field(
                    name: Self.name(query.legend, series.labels), refID: query.refID, labels: series.labels,
                    points: Array(zip(series.times, series.values)))
            }
        }
    }

    private static func name(_ legend: String, _ labels: [String: String]) -> String {
        guard !legend.isEmpty else {
            return "{" + labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }.joined(separator: ", ")
                + "}"
        }
        return legend.replacing(#/{{(\w+)}}/#) { labels[String($0.1)] ?? "" }
    }
}

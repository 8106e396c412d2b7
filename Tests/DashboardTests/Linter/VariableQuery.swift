/// What a variable asks of Prometheus, and how its values come out of that.
struct VariableQuery {
    enum Values: Equatable {
        /// `label_values(series, label)`.
        case label(String)
        /// `query_result(expression)` and a pattern.
        case pattern(String)
    }

    let expression: String
    let values: Values

    /// nil where a variable asks nothing that Grafana knows.
    init?(_ variable: JSON) {
        guard variable["type"].text == "query", let query = variable["query"]["query"].text, query.hasSuffix(")")
        else { return nil }
        if query.hasPrefix("query_result("), let pattern = variable["regex"].text {
            expression = String(query.dropFirst("query_result(".count).dropLast())
            values = .pattern(String(pattern.dropFirst().dropLast()))
        } else if query.hasPrefix("label_values("), let comma = query.lastIndex(of: ",") {
            expression = String(query[..<comma].dropFirst("label_values(".count))
            values = .label(query[query.index(after: comma)...].dropLast().filter { $0 != " " })
        } else {
            return nil
        }
    }
}

extension VariableQuery {
    /// What is offered for these series.
    func options(of series: [[String: String]]) -> [(text: String, value: String)] {
        switch values {
        case .label(let label): return Set(series.compactMap { $0[label] }).map { ($0, $0) }
        case .pattern(let pattern):
            guard let pattern = try? Regex(pattern) else { return [] }
            return series.compactMap { labels in
                let name = labels["__name__"] ?? ""
                let listed = labels.filter { $0.key != "__name__" }.sorted { $0.key < $1.key }
                    .map { "\($0.key)=\"\($0.value)\"" }.joined(separator: ",")
                guard let match = try? pattern.firstMatch(in: "\(name){\(listed)} 1 1795219200000"),
                    let text = match["text"]?.substring, let value = match["value"]?.substring
                else { return nil }
                return (String(text), String(value))
            }
        }
    }
}

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

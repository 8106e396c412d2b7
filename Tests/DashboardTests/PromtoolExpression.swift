import TestSupport
import Testing

/// An expression asked of given series, by Prometheus' own test tool.
struct PromtoolExpression {
    /// A series, and its samples an hour apart as promtool writes them.
    typealias Series = (String, String)

    private let expression: String
    private let series: [Series]

    /// - Parameter values: What is chosen at the top of a dashboard; all, where nothing is.
    init(_ expression: String, of series: [Series], choosing values: [String: String] = [:]) {
        let all = ["job", "instance", "team", "organization"].reduce(into: ["__range": "7d"]) { $0[$1] = ".*" }
        let chosen = all.merging(values) { $1 }.sorted { $0.key.count > $1.key.count }
        self.expression = chosen.reduce(expression) { $0.replacing("$" + $1.key, with: $1.value) }
        self.series = series
    }

    /// - Parameter samples: The labels between braces, and the values.
    func expect(_ samples: [(String, Double)], atHour hour: Int = 0) async throws {
        guard ChildProcess.isInstalled("promtool") else {
            return print("SKIPPED a query of the dashboards: promtool is not installed")
        }
        let test = """
            rule_files: []
            tests:
              - interval: 1h
                input_series:
            \(series.map { "      - {series: '\($0.0)', values: '\($0.1)'}" }.joined(separator: "\n"))
                promql_expr_test:
                  - expr: |
                      \(expression)
                    eval_time: \(hour)h
                    exp_samples: [\(samples.map { "{labels: '{\($0.0)}', value: \($0.1)}" }.joined(separator: ", "))]

            """
        try await ScratchFolder.with { folder in
            let outcome = try await ChildProcess.run("promtool", ["test", "rules", folder.write("test.yaml", test)])
            #expect(outcome.status == 0, "\(outcome.output)")
        }
    }
}

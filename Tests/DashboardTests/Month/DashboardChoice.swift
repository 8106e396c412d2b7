/// What somebody has chosen at the top of a dashboard.
struct DashboardChoice {
    /// The time range that the dashboard opens with, and a step that meets a page each time.
    let hours: Int
    let step: Int
    private var values: [String: String] = [:]

    /// All there is of a job.
    init(_ dashboard: LintedDashboard, job: String) {
        (hours, step) =
            switch dashboard.json["time"]["from"].text {
            case "now-6h": (6, 300)
            case "now-7d": (168, 3600)
            default: (720, 10_800)
            }
        for variable in dashboard.variables {
            guard let name = variable["name"].text, let all = variable["allValue"].text else { continue }
            values[name] = all
        }
        values["job"] = job
        values["__rate_interval"] = "\(max(step + 300, 1200))s"
        values["__range"] = "\(hours)h"
    }

    /// The same, but for one variable.
    func with(_ variable: String, _ value: String) -> DashboardChoice {
        var choice = self
        choice.values[variable] = value
        return choice
    }

    func value(of variable: String) -> String? { values[variable] }

    /// As Grafana fills it in.
    func filled(_ expression: String) -> String {
        values.sorted { $0.key.count > $1.key.count }.reduce(expression) {
            $0.replacing("$" + $1.key, with: $1.value)
        }
    }
}

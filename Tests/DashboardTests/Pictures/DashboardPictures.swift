import FoundationEssentials
import TestSupport

/// Pictures of the dashboards over the simulated month, for people to look at: whole pages on a wall, on a laptop, and in the
/// light theme, with everything chosen and with single teams in every kind of trouble.
struct DashboardPictures {
    private let folder: String
    private let prometheus: PrometheusQueries

    /// nil unless somebody wants them, by `make dashboard-pictures`.
    init?(_ prometheus: PrometheusQueries) {
        guard let folder = ProcessInfo.processInfo.environment["DASHBOARD_PICTURES"], !folder.isEmpty else {
            return nil
        }
        self.folder = folder
        self.prometheus = prometheus
    }

    private static let screens: [(name: String, width: Int, theme: PictureTheme)] = [
        ("wall", 1920, .dark), ("laptop", 1366, .dark), ("light", 1366, .light),
    ]

    func drawAll(job: String, at end: Double) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for dashboard in LinterTests.dashboards {
            try await draw(dashboard, DashboardChoice(dashboard, job: job), scene: "all", at: end)
        }
        let (overview, team) = (LinterTests.dashboards[0], LinterTests.dashboards[1])
        let choice = DashboardChoice(overview, job: job)
        try await draw(overview, choice, scene: "stale", at: end - SimulatedMonth.outage.lowerBound)
        let check = DashboardCheck(dashboard: overview, prometheus: prometheus, end: end)
        let states = try await check.columns(of: "In trouble", by: "team_id", choice)["State"] ?? [:]
        let teams = try await check.columns(of: "Teams", by: "team_id", choice)
        let limits = teams["Limit"] ?? [:]
        let scenes = [
            ("exhausted", states.filter { $0.value == 2 }), ("running-out", states.filter { $0.value == 1 }),
            ("unlimited", (teams["Spent"] ?? [:]).filter { limits[$0.key] == nil }),
        ]
        for (scene, candidates) in scenes {
            guard let id = candidates.keys.sorted().first else { continue }
            try await draw(team, DashboardChoice(team, job: job).with("team", id), scene: scene, at: end)
        }
    }

    /// - Parameter scene: What is to be seen, as a part of the file's name.
    private func draw(
        _ dashboard: LintedDashboard, _ choice: DashboardChoice, scene: String, at end: Double
    ) async throws {
        let check = DashboardCheck(dashboard: dashboard, prometheus: prometheus, end: end)
        let answers = try await check.answers(choice)
        let annotations = try await check.annotations(choice)
        for screen in Self.screens {
            let picture = DashboardPicture(
                dashboard: dashboard, answers: answers, annotations: annotations, choice: choice,
                range: end - Double(choice.hours) * 3600...end, theme: screen.theme, width: screen.width)
            let name = "\(folder)/\(dashboard.json["uid"].text ?? "")-\(scene)-\(screen.name)"
            try picture.html.write(toFile: "\(name).html", atomically: true, encoding: .utf8)
            try await Browser.take(
                "\(name).png", of: "\(name).html", width: screen.width, height: picture.height)
        }
    }
}

extension DashboardCheck {
    /// What each panel would be given, in the form in which it asks.
    fileprivate func answers(_ choice: DashboardChoice) async throws -> [Int: PanelAnswers] {
        var answers: [Int: PanelAnswers] = [:]
        for panel in dashboard.panels {
            var queries: [PanelAnswers.Query] = []
            for target in panel.targets {
                let expression = target["expr"].text ?? ""
                let series =
                    target["range"].isTrue ? try await range(expression, choice) : try await instant(expression, choice)
                queries.append(
                    PanelAnswers.Query(
                        refID: target["refId"].text ?? "", legend: target["legendFormat"].text ?? "", series: series))
            }
            answers[Int(panel.json["id"].amount ?? 0)] = PanelAnswers(queries: queries)
        }
        return answers
    }

    /// When the events are that the dashboard marks, by the value of what it asks.
    fileprivate func annotations(_ choice: DashboardChoice) async throws -> [Double] {
        var times: Set<Double> = []
        for annotation in dashboard.json["annotations"]["list"].elements {
            for series in try await range(annotation["expr"].text ?? "", choice) {
                times.formUnion(series.values.map { $0 / 1000 })
            }
        }
        return times.sorted()
    }
}

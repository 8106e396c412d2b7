import FoundationEssentials
import TestSupport
import Testing
import Threading

/// Every query of every panel, against a Prometheus that has a month of the exporter's pages.
@Suite(.serialized, .timeLimit(.minutes(20))) struct PanelQueryProcessTests {
    /// A target of the month: with LiteLLM's own names beside ours or without.
    private struct Choice {
        let job: String
        let range: (hours: Int, step: Int)
        var instance = ".+"
        var organization = ".*"

        /// As Grafana fills in what is chosen at the top.
        func filled(_ expression: String) -> String {
            let values = [
                "$__rate_interval": "\(max(range.step + 300, 1200))s", "$__range": "\(range.hours)h",
                "$__interval": "\(range.step)s", "$job": job, "$instance": instance, "$organization": organization,
                "$team": ".*",
            ]
            return values.sorted { $0.key.count > $1.key.count }.reduce(expression) {
                $0.replacing($1.key, with: $1.value)
            }
        }
    }

    private static let job = "litellm-budget-exporter"
    private static let instance = "exporter-a:4004"
    private static let jobWithNames = "litellm-budget-exporter-all-names"

    @Test("every query answers, in both forms, with what its legend names, and no value is infinite or no number")
    func everyQuery() async throws {
        for tool in ["prometheus", "promtool"] where !ChildProcess.isInstalled(tool) {
            print("SKIPPED queries of the dashboards: \(tool) is not installed")
            return
        }
        try await ScratchFolder.with { folder in
            let now = Date().timeIntervalSince1970
            let end = Timestamp(unixSeconds: (now / 10_800).rounded(.down) * 10_800)
            try await Self.backfill(folder, until: end)
            try await Self.withPrometheus(folder) { prometheus in
                for job in [Self.job, Self.jobWithNames] {
                    for dashboard in LinterTests.dashboards {
                        try await check(dashboard, prometheus, job: job, end: end.unixSeconds)
                    }
                }
                for dashboard in LinterTests.dashboards.dropLast() {
                    try await checkPair(dashboard, prometheus, end: end.unixSeconds)
                    try await checkOrganization(dashboard, prometheus, end: end.unixSeconds)
                }
            }
        }
    }

    private func check(
        _ dashboard: LintedDashboard, _ prometheus: PrometheusQueries, job: String, end: Double
    ) async throws {
        let choice = Choice(job: job, range: dashboard.range)
        for variable in dashboard.variables.compactMap({ variable in VariableQuery(variable).map { (variable, $0) } }) {
            let series = try await prometheus.instant(choice.filled(variable.1.expression), at: end)
            let values = variable.1.options(of: series.map(\.labels))
            #expect(!values.isEmpty, "\(dashboard.path): \(variable.0["name"]) resolves to nothing")
            #expect(values.allSatisfy { !$0.value.isEmpty && !$0.text.isEmpty })
        }
        let start = end - Double(choice.range.hours) * 3600
        for panel in dashboard.panels {
            for target in panel.targets {
                guard let expression = target["expr"].text else { continue }
                let place = "\(dashboard.path), \(panel.title) \(target["refId"].text ?? "") (\(job))"
                let labels = (target["legendFormat"].text ?? "").matches(of: #/{{(\w+)}}/#).map { String($0.1) }
                do {
                    let instant = try await prometheus.instant(choice.filled(expression), at: end)
                    let range = try await prometheus.range(
                        choice.filled(expression), from: start, to: end, step: choice.range.step)
                    for (form, series) in [("instant", instant), ("range", range)] {
                        #expect(!series.isEmpty, "\(place): no data in \(form) form")
                        let bad = series.first { $0.values.contains { !$0.isFinite } }
                        #expect(bad == nil, "\(place): \(form) form")
                        for label in labels {
                            #expect(
                                series.allSatisfy { $0.labels[label]?.isEmpty == false }, "\(place): no \(label)")
                        }
                    }
                } catch let error as PrometheusQueries.Refused {
                    Issue.record("\(place): \(error)")
                }
            }
        }
        for query in dashboard.queries where !dashboard.panels.contains(where: { $0.title == query.place }) {
            #expect(
                try await !prometheus.range(
                    choice.filled(query.expression), from: start, to: end, step: choice.range.step
                ).isEmpty, "\(dashboard.path): annotation \(query.place)")
        }
    }

    /// What one exporter of a pair tells is what both tell: nothing is counted twice.
    private func checkPair(_ dashboard: LintedDashboard, _ prometheus: PrometheusQueries, end: Double) async throws {
        let both = Choice(job: Self.job, range: dashboard.range)
        var one = both
        one.instance = Self.instance
        for panel in dashboard.panels {
            for expression in panel.expressions {
                let alone = try await prometheus.instant(one.filled(expression), at: end)
                let paired = try await prometheus.instant(both.filled(expression), at: end)
                #expect(
                    Dictionary(grouping: alone, by: \.labels).mapValues { $0.map(\.values) }
                        == Dictionary(grouping: paired, by: \.labels).mapValues { $0.map(\.values) },
                    "\(dashboard.path), \(panel.title)")
            }
        }
    }

    /// Whoever chooses an organisation sees its teams, at the top and in every panel that names teams.
    private func checkOrganization(
        _ dashboard: LintedDashboard, _ prometheus: PrometheusQueries, end: Double
    ) async throws {
        var choice = Choice(job: Self.job, range: dashboard.range)
        choice.organization = "org-products"
        let variable = try #require(dashboard.variable("team").flatMap(VariableQuery.init))
        let series = try await prometheus.instant(choice.filled(variable.expression), at: end)
        let teams = Set(variable.options(of: series.map(\.labels)).map(\.value))
        #expect(teams.count == 4)
        for panel in dashboard.panels where panel.json["title"].text != OverviewDashboard.othersTitle {
            for expression in panel.expressions {
                let shown = try await prometheus.values(of: "team_id", in: choice.filled(expression), at: end)
                #expect(shown.isSubset(of: teams), "\(dashboard.path), \(panel.title)")
            }
        }
    }

    private static func backfill(_ folder: ScratchFolder, until end: Timestamp) async throws {
        let samples = folder.path("month.txt")
        let writer = try SeriesWriter(samples)
        try await SimulatedMonth(end: end).pages { page, withLiteLLMNames, time in
            // The names of LiteLLM's callback are the same series throughout; two days of them are enough.
            guard !withLiteLLMNames || end - time <= .seconds(2 * 86_400) else { return }
            let seconds = Int(time.unixSeconds)
            let job = withLiteLLMNames ? jobWithNames : job
            writer.write(page, labels: #"job="\#(job)",instance="\#(instance)""#, unixSeconds: seconds)
            // The other of a pair has just been started.
            if !withLiteLLMNames, end - time <= .seconds(600) {
                writer.write(page, labels: #"job="\#(job)",instance="exporter-b:4004""#, unixSeconds: seconds)
            }
        }
        writer.finish()
        let outcome = try await ChildProcess.run(
            "promtool",
            [
                "tsdb", "create-blocks-from", "--max-block-duration=744h", "openmetrics", samples,
                folder.path("data"),
            ])
        try #require(outcome.status == 0, "\(outcome.output)")
    }

    private static func withPrometheus(
        _ folder: ScratchFolder, _ body: @Sendable (PrometheusQueries) async throws -> Void
    ) async throws {
        let configuration = try folder.write("prometheus.yml", "scrape_configs: []\n")
        let port = try ReservedPort()
        try await ChildProcess.with(
            "prometheus",
            [
                "--config.file=\(configuration)", "--storage.tsdb.path=\(folder.path("data"))",
                "--storage.tsdb.retention.time=60d", "--web.listen-address=127.0.0.1:\(port.number)",
                // Backfilled series have no mark where they end: a page's age is what ends those of the page before.
                "--query.lookback-delta=299s",
            ]
        ) { program in
            let prometheus = PrometheusQueries(url: "http://127.0.0.1:\(port.number)")
            for _ in 0..<600 {
                if await prometheus.isReady() { return try await body(prometheus) }
                try await Task.sleep(for: .milliseconds(100))
            }
            Issue.record("Prometheus does not get ready: \(program.output.suffix(2000))")
        }
    }
}

extension LintedDashboard {
    /// The time range that it opens with, and a step that meets the pages of it.
    var range: (hours: Int, step: Int) {
        switch json["time"]["from"].text {
        case "now-6h": (6, 300)
        case "now-7d": (168, 10_800)
        default: (720, 10_800)
        }
    }
}

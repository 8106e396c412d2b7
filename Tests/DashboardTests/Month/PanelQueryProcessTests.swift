import FoundationEssentials
import TestSupport
import Testing
import Threading

/// Every query of every panel, against a Prometheus that has a month of the exporter's pages.
@Suite(.serialized, .timeLimit(.minutes(20))) struct PanelQueryProcessTests {
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
                for dashboard in LinterTests.dashboards {
                    let check = DashboardCheck(dashboard: dashboard, prometheus: prometheus, end: end.unixSeconds)
                    for job in [Self.job, Self.jobWithNames] {
                        let choice = DashboardChoice(dashboard, job: job)
                        try await check.expectVariables(choice)
                        try await check.expectAnswers(choice)
                    }
                    guard dashboard.variable("team") != nil else { continue }
                    let choice = DashboardChoice(dashboard, job: Self.job)
                    try await check.expectSame(choice, choice.with("instance", Self.instance))
                    try await check.expectOnly(choice.with("organization", "org-products"), teams: 4)
                }
                try await expectSense(
                    DashboardCheck(
                        dashboard: LinterTests.dashboards[0], prometheus: prometheus, end: end.unixSeconds))
                try await expectNothingUnknown(
                    DashboardCheck(
                        dashboard: LinterTests.dashboards[0], prometheus: prometheus,
                        end: end.unixSeconds - SimulatedMonth.outage.lowerBound))
                if let pictures = DashboardPictures(prometheus) {
                    try await pictures.drawAll(job: Self.job, at: end.unixSeconds)
                }
            }
        }
    }

    /// What stands side by side in the overview fits together.
    private func expectSense(_ overview: DashboardCheck) async throws {
        let choice = DashboardChoice(overview.dashboard, job: Self.job)
        let teams = try await overview.columns(of: "Teams", by: "team_id", choice)
        #expect(teams["Spent"]?.count == 30)
        for (team, limit) in try #require(teams["Limit"]) {
            let spent = try #require(teams["Spent"]?[team])
            #expect(abs(limit - spent - (teams["Left"]?[team] ?? .nan)) < 0.005, "\(team)")
            if limit > 0 {
                #expect(abs(spent / limit - (teams["Used"]?[team] ?? .nan)) < 0.00001, "\(team)")
            } else {
                #expect(teams["Used"]?[team] == nil, "\(team) is barred")
            }
        }
        #expect(teams["Limit"]?.values.contains(0) == true)
        for (team, end) in try #require(teams["Runs out"]) {
            #expect(end <= teams["Resets"]?[team] ?? .infinity, "\(team) runs out before its reset")
            #expect(teams["Expected at reset"]?[team] ?? .infinity >= teams["Limit"]?[team] ?? .nan, "\(team)")
        }
        let leaders = try await overview.values(of: "team", in: "Where the money went", choice)
        let nameless = leaders.filter { $0.wholeMatch(of: #/[0-9a-f]{8}/#) != nil }
        #expect(leaders.count == 10 && nameless.count == 1, "a team without an alias goes by its id")
        let trouble = try await overview.columns(of: "In trouble", by: "team_id", choice)
        let states = try #require(trouble["State"])
        #expect(Set(states.values) == [1, 2])
        for (team, state) in states {
            let used = try #require(trouble["Used"]?[team])
            #expect((state == 2) == (used >= 1), "\(team)")
            let isOver = try #require(trouble["When"]?[team]) <= overview.end * 1000
            #expect((state == 2) == isOver, "\(team)")
            if state == 1 { #expect(trouble["When"]?[team] == teams["Runs out"]?[team]) }
        }
        #expect(Set(teams["Runs out"]?.keys.map { $0 } ?? []) == Set(states.filter { $0.value == 1 }.keys))
    }

    /// Where nothing is known, nothing is told: no team is out of budget, and no team is well.
    private func expectNothingUnknown(_ stale: DashboardCheck) async throws {
        let choice = DashboardChoice(stale.dashboard, job: Self.job)
        for title in ["Out of budget", "Running out", "Left", "In trouble", "Teams"] {
            #expect(try await stale.figures(in: title, choice).isEmpty, "\(title)")
        }
        let age = try await stale.figures(in: "Age of the numbers", choice)
        #expect(age.count == 1 && age[0] >= 1200)
    }

    private static func backfill(_ folder: ScratchFolder, until end: Timestamp) async throws {
        let samples = folder.path("month.txt")
        let writer = try SeriesWriter(samples)
        try await SimulatedMonth(end: end).pages { page, withLiteLLMNames, time in
            // The names of LiteLLM's callback are the same series throughout; two days of them are enough.
            guard !withLiteLLMNames || end - time <= .seconds(2 * 86_400) else { return }
            let seconds = Int(time.unixSeconds)
            let job = withLiteLLMNames ? jobWithNames : job
            writer.write(page, labels: #"job="\#(job)",instance="\#(instance)",pod="exporter-a""#, unixSeconds: seconds)
            // Another has just been started, of which there is a pair that differs in the pod only.
            if !withLiteLLMNames, end - time <= .seconds(600) {
                for pod in ["exporter-b", "exporter-c"] {
                    let other = #"job="\#(job)",instance="exporter-b:4004",pod="\#(pod)""#
                    writer.write(page, labels: other, unixSeconds: seconds)
                }
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

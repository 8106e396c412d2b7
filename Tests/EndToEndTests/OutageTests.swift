import Curl
import FoundationEssentials
import TestSupport
import Testing
import Threading

extension EndToEndTests {
    /// LiteLLM loses its database: nothing known is thrown away, and everybody is told.
    @Suite("A database outage")
    struct OutageTests {
        private typealias Source = RunningExporter.Source

        private static let lists = ["teams", "keys", "users", "customers", "proxy"]
        private static let endpoints = ["/v2/team/list", "/key/list", "/user/list", "/customer/list", "/v2/user/info"]
        private static let interval: Duration = .seconds(5)
        /// More than LiteLLM takes to find out for its readiness that the database is away.
        private static let timeout: Duration = .seconds(10)
        /// Long enough for several sweeps of each source to fail, back-off included.
        private static let outage: Duration = .seconds(30)

        @Test("Nothing is deleted, it is told within an interval, said once, and over by itself")
        func outage() async throws {
            let name = "an outage of the database"
            guard let proxy = ProxyUnderTest(for: name), let switches = DatabaseSwitch(for: name) else { return }
            try await Fixtures.with(proxy) { fixtures in
                try await Self.makeAccounts(fixtures)
                let viewer = try await fixtures.viewerKey()
                let interval = "\(Int(Self.interval.seconds))s"
                let arguments =
                    ["teams", "keys", "users", "customers"].map { "--poll.\($0)-interval=\(interval)" }
                    + ["--poll.users", "--poll.customers", "--poll.details=on"]
                    + ["--litellm.timeout=\(Int(Self.timeout.seconds))s"]
                let (_, outcome) = try await RunningExporter.watching(proxy, key: viewer.key, arguments) { exporter in
                    _ = try await exporter.roundedPage()
                    let before = try await exporter.sweptPage(Source.allCases)
                    #expect(before.value("litellm_up") == 1)
                    for kind in ["user", "customer", "team_member"] {
                        #expect(!before.samples(of: "litellm_\(kind)_info").isEmpty, "no \(kind) to lose")
                    }
                    if before.samples(of: "litellm_proxy_info").isEmpty {
                        skip("the proxy's budget in an outage", "this proxy has no max_budget")
                    }
                    try await switches.whileOff { try await observe(exporter, before: before) }
                    try await observeRecovery(proxy, exporter, without: viewer)
                }
                #expect(outcome.status == 0)
                expectLogSaysItOnce(outcome.errors)
            }
        }

        /// Some of the kinds that a proxy may lack.
        private static func makeAccounts(_ fixtures: Fixtures) async throws {
            let team = try await fixtures.team(["team_member_budget": 3])
            let user = try await fixtures.user(["max_budget": 2])
            try await fixtures.addMember(user, toTeam: team)
            _ = try await fixtures.customer(["max_budget": 1])
        }

        private func observe(_ exporter: RunningExporter, before: ExpositionPage) async throws {
            let stoppedAt = ContinuousClock.now
            let saidBefore = exporter.program.errors
            let down = try await exporter.page(where: "litellm_up is 0", atMost: Self.interval + Self.timeout) {
                $0.value("litellm_up") == 0
            }
            print("litellm_up was 0 \((ContinuousClock.now - stoppedAt).seconds) s after the database had stopped")
            #expect(
                down["litellm_budget_exporter_upstream_errors_total", Self.teamErrors("database_unavailable")] ?? 0 > 0,
                "the reason is the database")
            #expect(down["litellm_budget_exporter_source_up", ["source": "teams"]] == 0)

            let allDown = try await exporter.page(where: "all sources are down too") { page in
                Self.lists.allSatisfy { page["litellm_budget_exporter_source_up", ["source": $0]] == 0 }
            }
            try await Task.sleep(for: Self.outage)
            let still = try await exporter.page()
            #expect(still.value("litellm_up") == 0)
            #expect(Self.difference(from: before, to: still).lost == [], "accounts went away during the outage")
            // Budgets of some seconds may have been reset just before the database stopped.
            #expect(Self.difference(from: allDown, to: still).changed == [], "numbers changed during the outage")
            let said = exporter.program.errors.dropFirst(saidBefore.count)
            #expect(!said.contains("no longer at the proxy"), "\(said)")
            for reason in ["unauthorized", "forbidden", "not_found", "server_error", "overloaded", "bad_response"] {
                for endpoint in Self.endpoints {
                    let labels = ["endpoint": endpoint, "reason": reason]
                    #expect(
                        still["litellm_budget_exporter_upstream_errors_total", labels]
                            == before["litellm_budget_exporter_upstream_errors_total", labels],
                        "\(endpoint) was blamed on \(reason)")
                }
            }
            for endpoint in Self.endpoints {
                let labels = ["endpoint": endpoint, "reason": "database_unavailable"]
                #expect(still["litellm_budget_exporter_upstream_errors_total", labels] ?? 0 > 0, "\(endpoint)")
            }
            #expect(try await exporter.get("/-/healthy").status == 200, "the exporter itself is well")
        }

        private func observeRecovery(
            _ proxy: ProxyUnderTest, _ exporter: RunningExporter, without own: Fixtures.Key
        ) async throws {
            let startedAt = ContinuousClock.now
            _ = try await exporter.page(where: "everything is up again") { page in
                page.value("litellm_up") == 1
                    && Self.lists.allSatisfy {
                        page["litellm_budget_exporter_source_up", ["source": $0]] == 1
                    }
            }
            print("all was well again \((ContinuousClock.now - startedAt).seconds) s after the database had started")
            var differences: [String] = []
            try await waitUntil(
                "numbers that are the database's again",
                context: { differences.prefix(20).joined(separator: "\n") }
            ) {
                var rows = try await AccountRows(proxy.database)
                let page = try await exporter.sweptPage(Source.allCases)
                rows.keys.removeAll { $0.token == own.token }
                differences = ExpectedSeries(rows).compare(with: page, now: SystemTime().now().unixSeconds).differences
                return differences.isEmpty
            }
        }

        private func expectLogSaysItOnce(_ log: String) {
            let lines = log.split(separator: "\n").map(String.init)
            for source in Self.lists {
                let failures = lines.filter { $0.contains("cannot read \(source):") }
                #expect(failures.count == 1, "\(failures)")
                #expect(failures.allSatisfy { $0.contains("database_unavailable") }, "\(failures)")
                #expect(lines.count { $0.contains("\(source) can be read again") } == 1, "\(log)")
            }
        }

        private static func teamErrors(_ reason: String) -> [String: String] {
            ["endpoint": "/v2/team/list", "reason": reason]
        }

        /// The series of accounts that went away, and those with another value. Hours until a reset move with time.
        private static func difference(
            from before: ExpositionPage, to after: ExpositionPage
        ) -> (lost: [String], changed: [String]) {
            var lost: [String] = []
            var changed: [String] = []
            for family in before.families where !ExpectedSeries.isAboutExporter(family.name) {
                for sample in family.samples {
                    let now = after[family.name, sample.series.labels]
                    if now == nil { lost.append("\(sample.series)") }
                    if let now, now != sample.value, !family.name.hasSuffix("_hours_metric") {
                        changed.append("\(sample.series): \(sample.value), then \(now)")
                    }
                }
            }
            return (lost, changed)
        }
    }
}

/// The commands that stop and start the proxy's database.
private struct DatabaseSwitch {
    private let stop: String
    private let start: String

    init?(for test: String) {
        let environment = ProcessInfo.processInfo.environment
        let names = ["LITELLM_E2E_STOP_DATABASE", "LITELLM_E2E_START_DATABASE"]
        for name in names where (environment[name] ?? "").isEmpty {
            skip(test, "\(name) is not set")
            return nil
        }
        stop = environment[names[0]] ?? ""
        start = environment[names[1]] ?? ""
    }

    /// Runs `body` without the database, which is there again afterwards whatever happens.
    func whileOff(_ body: () async throws -> Void) async throws {
        try await run(stop)
        do { try await body() } catch {
            // Not cancelled with the test that is out of time.
            try await Task.detached { try await run(start) }.value
            throw error
        }
        try await run(start)
    }

    private func run(_ command: String) async throws {
        let status = try await Program(name: "sh", arguments: ["-c", command]).runUnheard()
        guard status == 0 else { throw TookTooLong(description: "\"\(command)\" ended with \(status)") }
    }
}

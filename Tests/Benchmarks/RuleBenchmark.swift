import Budgets
import Curl
import FoundationEssentials
import Persistence
import TestSupport
import Threading

/// The shipped alert rules on a real Prometheus that scrapes the exporter with all of its accounts.
enum RuleBenchmark {
    /// Often enough that a range of ten minutes holds as many samples after five as it does in earnest.
    private static let scrapeInterval = "15s"
    /// How often the shipped rules are evaluated.
    private static let evaluationInterval: Duration = .seconds(60)
    /// Until ranges hold their samples, and what has to last for a while before it fires does.
    private static let warmUp: Duration = .seconds(300)
    private static let evaluations = 7

    /// Nil, and a line that says so, where there is no Prometheus.
    static func run(_ simulator: Programs.Simulator) async throws -> Table? {
        guard ChildProcess.isInstalled("prometheus") else {
            print("SKIPPED alert rules: prometheus is not installed")
            return nil
        }
        return try await ScratchFolder.with { folder in
            let state = folder.path("state")
            try await Programs.withExporter(of: simulator, rarely) { exporter in
                try await SweepBenchmark.waitForSweeps(of: exporter)
                let page = try await HTTPClient().execute(HTTPClient.Request(url: exporter.url + "/metrics")).body
                try await writePast(of: String(decoding: page, as: UTF8.self), at: simulator.url, to: state)
            }
            return try await Programs.withExporter(
                of: simulator, ["--poll.details", "off", "--state-file", state]
            ) { exporter in
                try await SweepBenchmark.waitForSweeps(of: exporter)
                return try await measure(exporter, folder)
            }
        }
    }

    private static let rarely = [
        "--poll.teams-interval", "1h", "--poll.keys-interval", "1h", "--poll.details", "off", "--state-file", "off",
    ]

    private static func measure(_ exporter: Programs.Exporter, _ folder: ScratchFolder) async throws -> Table {
        let rules = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "alerts/litellm-budget-alerts.yaml"), encoding: .utf8)
        try folder.write("rules.yml", rules)
        let configuration = try folder.write(
            "prometheus.yml",
            """
            global: {scrape_interval: \(scrapeInterval), scrape_timeout: 10s}
            rule_files: [\(folder.path("rules.yml"))]
            scrape_configs:
              - job_name: litellm-budget-exporter
                static_configs: [{targets: ["\(exporter.url.dropFirst("http://".count))"]}]

            """)
        let port = try ReservedPort()
        return try await ChildProcess.with(
            "prometheus",
            [
                "--config.file=\(configuration)", "--storage.tsdb.path=\(folder.path("data"))",
                "--web.listen-address=127.0.0.1:\(port.number)",
            ]
        ) { prometheus in
            try await prometheus.line(containing: "Server is ready")
            try await Task.sleep(for: warmUp)
            let api = "http://127.0.0.1:\(port.number)"
            var durations: [String: [Double]] = [:]
            for _ in 0..<evaluations {
                try await Task.sleep(for: evaluationInterval)
                for (group, seconds) in try await lastDurations(api) { durations[group, default: []].append(seconds) }
            }
            let teams = try await count("litellm_team_info", api)
            let keys = try await count("litellm_key_info", api)
            let windows = try await count("count by (window) (litellm_team_spend_rate_usd_per_second)", api)
            let series = try await count(#"{job="litellm-budget-exporter"}"#, api)
            let firing = try await count(#"ALERTS{alertstate="firing"}"#, api)
            let pending = try await count(#"ALERTS{alertstate="pending"}"#, api)
            var table = Table(
                "Alert rules (\(teams) teams with \(windows) windows, \(keys) keys, \(series) series, "
                    + "\(firing) alerts firing, \(pending) pending)",
                "group", "time of an evaluation", "least to most")
            for (group, seconds) in durations.sorted(by: { $0.key < $1.key }) {
                let sorted = seconds.sorted()
                table.add(
                    "`\(group)`", "\((sorted[sorted.count / 2] * 1e3).figure) ms",
                    "\((sorted[0] * 1e3).figure) to \((sorted[sorted.count - 1] * 1e3).figure) ms")
            }
            let total = durations.values.map { $0.sorted()[$0.count / 2] }.reduce(0, +)
            table.add("all of them", "\((total * 1e3).figure) ms", "")
            return table
        }.result
    }

    /// The seconds of each group's last evaluation, as Prometheus says of itself.
    private static func lastDurations(_ api: String) async throws -> [String: Double] {
        let page = try await HTTPClient().execute(HTTPClient.Request(url: api + "/metrics")).body
        var durations: [String: Double] = [:]
        for line in String(decoding: page, as: UTF8.self).split(separator: "\n") {
            guard let match = line.prefixMatch(of: /prometheus_rule_group_last_duration_seconds\{.*;([^"]*)"\} (.+)/)
            else { continue }
            durations[String(match.1)] = Double(match.2)
        }
        return durations
    }

    private static func count(_ selector: String, _ api: String) async throws -> Int {
        struct Answer: Decodable {
            struct Found: Decodable {
                struct Series: Decodable {
                    let value: [Number]
                }
                let result: [Series]
            }
            let data: Found
        }
        struct Number: Decodable {
            let value: Int

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                value = (try? container.decode(String.self)).flatMap { Int($0) } ?? 0
            }
        }
        let query = "count(\(selector))".utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let body = try await HTTPClient().execute(HTTPClient.Request(url: api + "/api/v1/query?query=" + query)).body
        return try JSONDecoder().decode(Answer.self, from: Data(body)).data.result.first?.value.last?.value ?? 0
    }

    // MARK: What was watched before

    /// Looks at every account that fill all of its windows: none further apart than half of a window, in any.
    private static let ages: [Duration] =
        [150, 120, 90, 60, 40, 23, 18, 13, 8, 4].map { .seconds($0 * 3600) }
        + [58, 45, 33, 22, 12].map { .seconds($0 * 60) } + [280, 200, 130, 60, 10].map { .seconds($0) }

    /// These, and one a minute before each midnight, as budgets are reset then: what is spent between the last look and a
    /// reset is not seen.
    private static func times(before now: Timestamp) -> [Timestamp] {
        let midnight = (now.unixSeconds / 86_400).rounded(.down) * 86_400
        let midnights = (0..<6).map { Timestamp(unixSeconds: midnight - Double($0) * 86_400 - 60) }
        return (ages.map { now - $0 } + midnights).sorted()
    }

    private static func writePast(of page: String, at proxy: String, to path: String) async throws {
        let now = SystemTime().now()
        guard
            case .opened(let store, _, _) = await LedgerStore.open(
                LedgerFile(path: path, proxy: proxy), time: SystemTime())
        else {
            preconditionFailure("\(path) cannot be used as a state file")
        }
        let spenders = spenders(on: page, at: now)
        let times = times(before: now)
        var number = 0
        for (index, time) in times.enumerated() {
            let looks = spenders.map { spender in
                number += 1
                return RecordedLook(
                    number: number, account: spender.id, time: time, since: index == 0 ? nil : times[index - 1],
                    spend: spender.spend(at: time, before: now), limit: .unlimited,
                    resetsAt: spender.reset(after: time, before: now))
            }
            _ = await store.append(looks, lookedAt: [.team: time, .key: time])
        }
        await store.close()
    }

    /// An account of the page, which has spent evenly in this period and in the ones before.
    private struct Spender {
        var id: AccountID
        /// Now.
        var spend: Double
        /// Seconds of one period, and of what has passed of this one. Without a period it is one of 30 days in its middle.
        var period: Double
        var elapsed: Double
        var isReset: Bool

        func spend(at time: Timestamp, before now: Timestamp) -> USD {
            elapsed > 0 ? USD(spend * phase(at: time, before: now) / elapsed) : 0
        }

        func reset(after time: Timestamp, before now: Timestamp) -> Timestamp? {
            isReset ? time + .seconds(period - phase(at: time, before: now)) : nil
        }

        /// Seconds since the period began in which a moment was.
        private func phase(at time: Timestamp, before now: Timestamp) -> Double {
            let phase = (elapsed - (now - time).seconds).truncatingRemainder(dividingBy: period)
            return phase < 0 ? phase + period : phase
        }
    }

    private static func spenders(on page: String, at now: Timestamp) -> [Spender] {
        let days = ["1d": 1.0, "7d": 7, "30d": 30]
        var spends: [AccountID: Double] = [:]
        var resets: [AccountID: Double] = [:]
        var periods: [AccountID: Double] = [:]
        for bytes in page.utf8.split(separator: UInt8(ascii: "\n")) {
            // A regular expression for each of 200,000 lines would take minutes.
            let isOfTeam = bytes.starts(with: "litellm_team_".utf8)
            guard isOfTeam || bytes.starts(with: "litellm_key_".utf8), bytes.contains(UInt8(ascii: "{")) else {
                continue
            }
            let line = Substring(bytes)
            let family = line.prefix { $0 != "{" }
            let parts = line.split(separator: "\"", maxSplits: 2)
            let id: AccountID = isOfTeam ? .team(String(parts[1])) : .key(hash: String(parts[1]))
            let value = line.split(separator: " ").last.flatMap { Double($0) }
            if family.hasSuffix("_budget_spend_usd"), !family.contains("window"), !family.contains("model") {
                spends[id] = value
            } else if family.hasSuffix("_budget_reset_timestamp_seconds"), !family.contains("window") {
                resets[id] = value
            } else if family.hasSuffix("_info") {
                periods[id] = days.first { line.contains("budget_duration=\"\($0.key)\"") }?.value
            }
        }
        return spends.map { id, spend in
            let period = (periods[id] ?? 30) * 86_400
            let rest = resets[id].map { $0 - now.unixSeconds }
            return Spender(
                id: id, spend: spend, period: period, elapsed: rest.map { max(period - $0, 0) } ?? period / 2,
                isReset: rest != nil)
        }
    }
}

import Curl

/// The real exporter on the real simulator: scrapes while it does nothing else, then sweeps under scrapes.
enum SweepBenchmark {
    /// The server by itself: after the first sweeps the exporter does not poll, and scrapes are all it does.
    static func scrapes(_ simulator: Programs.Simulator) async throws -> Table {
        try await Programs.withExporter(
            of: simulator,
            ["--poll.teams-interval", "1h", "--poll.keys-interval", "1h", "--poll.details", "off"]
        ) { exporter in
            try await waitForSweeps(of: exporter)
            var table = Table(
                "Scrapes (the exporter's process alone)", "encoding", "size", "time", "exporter's CPU")
            let client = HTTPClient()
            for encoding in ["identity", "gzip"] {
                let request = request(exporter, encoding)
                var size = 0
                let (count, before, start) = (100, exporter.cpuSeconds, ContinuousClock.now)
                for _ in 0..<count { size = try await client.execute(request).body.count }
                let time = seconds(ContinuousClock.now - start) / Double(count)
                let cpu = (exporter.cpuSeconds - before) / Double(count)
                table.add(encoding, "\(size / 1000) kB", "\((time * 1e3).figure) ms", "\((cpu * 1e3).figure) ms")
            }
            return table
        }
    }

    static func sweeps(_ simulator: Programs.Simulator) async throws -> Table {
        try await Programs.withExporter(
            of: simulator,
            ["--poll.teams-interval", "15s", "--poll.keys-interval", "15s", "--poll.details", "off"]
        ) { exporter in
            let start = ContinuousClock.now
            try await waitForSweeps(of: exporter)
            let firstTime = seconds(ContinuousClock.now - start)
            let firstCPU = exporter.cpuSeconds
            let client = HTTPClient()
            let watched = 60.0
            let before = try await sweepCount(of: exporter, client)
            let cpuBefore = exporter.cpuSeconds
            let begin = ContinuousClock.now
            while seconds(ContinuousClock.now - begin) < watched {
                for encoding in ["identity", "gzip"] { _ = try await client.execute(request(exporter, encoding)) }
                try await Task.sleep(for: .seconds(2))
            }
            let cpu = exporter.cpuSeconds - cpuBefore
            let page = try await page(of: exporter, client)
            let sweeps = try await sweepCount(of: exporter, client) - before
            let durations = ["teams", "keys"].map { source in
                value("litellm_budget_exporter_source_sweep_duration_seconds{source=\"\(source)\"}", in: page)
                    ?? value("litellm_budget_exporter_sweep_duration_seconds{source=\"\(source)\"}", in: page) ?? 0
            }
            var table = Table("Sweeps of 10,000 teams and 10,000 keys", "what", "figure")
            table.add("from listening to all accounts on the page", "\(firstTime.figure) s")
            table.add("exporter's CPU until then", "\(firstCPU.figure) s")
            table.add("the last sweep of teams, of keys", "\(durations[0].figure) s, \(durations[1].figure) s")
            table.add(
                "exporter's CPU in \(watched.figure) s with \(Int(sweeps)) sweeps and a scrape in each encoding every 2 s",
                "\(cpu.figure) s")
            table.add("memory resident at the end", "\(exporter.residentMegabytes.figure) MB")
            table.add("peak memory (VmHWM)", "\(exporter.peakMegabytes.figure) MB")
            return table
        }
    }

    static func waitForSweeps(of exporter: Programs.Exporter) async throws {
        let client = HTTPClient()
        for _ in 0..<1200 {
            if try await sweepCount(of: exporter, client) >= 2 { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        preconditionFailure("the exporter has not read everything within two minutes")
    }

    /// Complete sweeps of teams and keys; 0 until there is one of each.
    private static func sweepCount(of exporter: Programs.Exporter, _ client: HTTPClient) async throws -> Double {
        let page = try await page(of: exporter, client)
        let counts = ["teams", "keys"].map { source in
            page.split(separator: "\n").first {
                $0.contains("sweeps_total{") && $0.contains("source=\"\(source)\"") && $0.contains("complete\"")
                    && !$0.contains("incomplete")
            }.flatMap { $0.split(separator: " ").last.flatMap { Double($0) } } ?? 0
        }
        return counts.contains(0) ? 0 : counts[0] + counts[1]
    }

    private static func page(of exporter: Programs.Exporter, _ client: HTTPClient) async throws -> String {
        // What is looked for stands at the top of the page.
        let body = try await client.execute(request(exporter, "identity")).body
        return String(decoding: body.prefix(1 << 16), as: UTF8.self)
    }

    private static func request(_ exporter: Programs.Exporter, _ encoding: String) -> HTTPClient.Request {
        var request = HTTPClient.Request(url: exporter.url + "/metrics")
        request.headers = [HTTPClient.Header("Accept-Encoding", encoding)]
        return request
    }

    private static func value(_ series: String, in page: String) -> Double? {
        page.split(separator: "\n").first { $0.hasPrefix(series) }
            .flatMap { $0.split(separator: " ").last.flatMap { Double($0) } }
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}

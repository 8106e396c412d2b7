import Curl
import FoundationEssentials
import TestSupport
import Testing
import Threading

extension EndToEndTests {
    /// The programs that read our pages, held to what they really accept.
    @Suite("Prometheus and its kin")
    struct PrometheusTests {
        @Test("A real Prometheus scrapes it, and has every label as it is")
        func scrape() async throws {
            let name = "prometheus"
            guard Program.isInstalled(name) else { return skip("a real Prometheus", "\(name) is not installed") }
            try await Self.withDemo { exporter in
                try await ScratchFolder.with { folder in
                    let target = exporter.url.dropFirst("http://".count)
                    let configuration = try folder.write(
                        "prometheus.yml",
                        """
                        global: {scrape_interval: 1s, scrape_timeout: 1s}
                        scrape_configs:
                          - job_name: litellm-budget-exporter
                            static_configs: [{targets: ["\(target)"]}]

                        """)
                    let port = try ReservedPort()
                    let prometheus = Program(
                        name: name,
                        arguments: [
                            "--config.file=\(configuration)", "--storage.tsdb.path=\(folder.path)/data",
                            "--web.listen-address=127.0.0.1:\(port.number)",
                        ])
                    try await prometheus.whileRunning { program in
                        let api = PrometheusAPI(url: "http://127.0.0.1:\(port.number)")
                        let samples = try await waitFor(
                            "a scrape", context: { await api.targets() + program.errors.suffix(2000) }
                        ) { try await api.query("scrape_samples_scraped").first?.value }
                        try await expectEqual(api, exporter, samples: samples)
                    }
                }
            }
        }

        private func expectEqual(_ api: PrometheusAPI, _ exporter: RunningExporter, samples: Double) async throws {
            #expect(try await api.query("up").map(\.value) == [1])
            let page = try await exporter.page()
            #expect(samples == Double(page.families.map(\.samples.count).reduce(0, +)))
            let odd = "Internal tools \"λ-lab\" 🧪"
            let labels = try await api.query("litellm_team_info").compactMap { $0.labels["team_alias"] }
            #expect(labels.contains(odd), "quotes arrive as quotes: \(labels)")
            #expect(
                Set(labels) == Set(page.samples(of: "litellm_team_info").compactMap { $0.series.labels["team_alias"] }))
            let limits = try await api.query("litellm_team_budget_limit_usd")
            for sample in page.samples(of: "litellm_team_budget_limit_usd") {
                let id = sample.series.labels["team_id"]
                #expect(limits.first { $0.labels["team_id"] == id }?.value == sample.value)
            }
            #expect(try await api.query("litellm_remaining_team_budget_metric == +Inf").count == 1)
        }

        @Test(
            "Each reader gets the format that it asks for",
            arguments: [
                (
                    "application/openmetrics-text; version=1.0.0,application/openmetrics-text; version=0.0.1;q=0.75,"
                        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", "application/openmetrics-text; version=1.0.0"
                ),
                ("text/plain; version=1.0.0; escaping=allow-utf-8;q=0.5,text/plain;q=0.2", "text/plain; version=1.0.0"),
                ("text/plain;version=0.0.4", "text/plain; version=0.0.4"), ("*/*", "text/plain; version=0.0.4"),
            ])
        func formats(accept: String, type: String) async throws {
            try await Self.withDemo { exporter in
                let response = try await exporter.get("/metrics", headers: [.init("Accept", accept)])
                #expect(response.status == 200)
                #expect(response.header("content-type")?.hasPrefix(type) == true, "\(response.headers)")
            }
        }

        @Test("promtool has nothing to say about the page without LiteLLM's own names")
        func promtool() async throws {
            let name = "promtool"
            guard Program.isInstalled(name) else { return skip("promtool check metrics", "\(name) is not installed") }
            try await Self.withDemo(["--no-litellm-names"]) { exporter in
                let page = String(decoding: try await exporter.get("/metrics").body, as: UTF8.self)
                #expect(page.contains("litellm_team_budget_remaining_usd{"))
                let promtool = Program(name: name, arguments: ["check", "metrics"])
                let outcome = try await promtool.run(input: page)
                #expect(outcome.status == 0)
                #expect(outcome.output + outcome.errors == "")
                // It does find fault with what is wrong.
                #expect(try await promtool.run(input: "# TYPE x_total gauge\nx_total 1\n").status != 0)
            }
        }

        @Test("Python's prometheus_client reads every format, plain and compressed")
        func pythonClient() async throws {
            guard let python = try await PythonClient.find() else { return }
            try await ScratchFolder.with { folder in
                try await Self.withDemo { exporter in
                    let formats = [
                        ("text", "text/plain;version=0.0.4"), ("text", "text/plain;version=1.0.0"),
                        ("openmetrics", "application/openmetrics-text;version=1.0.0"),
                    ]
                    for (parser, accept) in formats {
                        for encoding in ["identity", "gzip"] {
                            let headers: [HTTPClient.Header] = [
                                .init("Accept", accept), .init("Accept-Encoding", encoding),
                            ]
                            let response = try await exporter.get("/metrics", headers: headers)
                            #expect((response.header("content-encoding") ?? "identity") == encoding)
                            let file = folder.path("page")
                            try Data(response.body).write(to: URL(filePath: file))
                            let outcome = try await python.read(file, parser: parser, encoding: encoding)
                            #expect(outcome.status == 0, "\(accept) \(encoding): \(outcome.errors)")
                            // Families, samples and the sum of what must not change between the looks.
                            let page = try await exporter.page()
                            let series = page.families.map(\.samples.count).reduce(0, +)
                            let limits = page.samples(of: "litellm_team_budget_limit_usd").map(\.value).reduce(0, +)
                            #expect(
                                outcome.output == "\(page.families.count) \(series) \(limits)\n",
                                "\(accept) \(encoding)")
                        }
                    }
                    // Not everything passes.
                    let broken = try folder.write("broken", "# TYPE a gauge\na 1\n")
                    #expect(try await python.read(broken, parser: "openmetrics", encoding: "identity").status != 0)
                }
            }
        }

        /// Polled once, so that two looks at it see the same series.
        private static func withDemo<Result: Sendable>(
            _ arguments: [String] = [], _ body: (RunningExporter) async throws -> Result
        ) async throws {
            let kinds = ["teams", "keys", "users", "customers", "organizations", "providers"]
            let once = kinds.map { "--poll.\($0)-interval=1h" } + ["--poll.details=off"]
            try await RunningExporter.with(["demo"] + once + arguments) { exporter in
                _ = try await exporter.page(where: "the first sweeps") { page in
                    (kinds + ["proxy"]).allSatisfy { source in
                        page["litellm_budget_exporter_source_last_success_timestamp_seconds", ["source": source]] != nil
                    }
                }
                return try await body(exporter)
            }
        }
    }
}

/// The queries of a Prometheus.
struct PrometheusAPI {
    struct Sample {
        let labels: [String: String]
        let value: Double
    }

    let url: String
    private let client: HTTPClient

    init(url: String) {
        self.url = url
        var configuration = HTTPClient.Configuration()
        configuration.proxy = .direct
        client = HTTPClient(configuration)
    }

    /// What an instant query gives; nothing while Prometheus starts.
    func query(_ expression: String) async throws -> [Sample] {
        struct Answer: Decodable {
            struct Result: Decodable {
                let metric: [String: String]
                let value: Value
            }

            struct Value: Decodable {
                let number: Double

                init(from decoder: any Decoder) throws {
                    var pair = try decoder.unkeyedContainer()
                    _ = try pair.decode(Double.self)
                    number = Double(try pair.decode(String.self).replacing("+Inf", with: "inf")) ?? .nan
                }
            }

            struct Found: Decodable {
                let result: [Result]
            }

            let data: Found
        }
        let encoded = expression.utf8.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
        guard let body = await get("/api/v1/query?query=" + encoded) else { return [] }
        return try JSONDecoder().decode(Answer.self, from: Data(body)).data.result.map {
            Sample(labels: $0.metric, value: $0.value.number)
        }
    }

    /// For a failure's text.
    func targets() async -> String { await document("/api/v1/targets") }

    /// What it answers, as it is; empty when it does not.
    func document(_ path: String) async -> String {
        await get(path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private func get(_ path: String) async -> [UInt8]? {
        guard let response = try? await client.execute(HTTPClient.Request(url: url + path)), response.status == 200
        else { return nil }
        return response.body
    }
}

/// A Python with the official client library.
private struct PythonClient {
    private let environment: PythonEnvironment

    /// Nil, and a line that says so, where there is none.
    static func find() async throws -> PythonClient? {
        let environment = try await PythonEnvironment.find(
            for: "prometheus_client of Python", packages: ["prometheus_client==0.26.0"],
            givenBy: "EXPORTER_TEST_CLIENT_PYTHON")
        return environment.map(PythonClient.init)
    }

    /// Prints how many families and samples a page has, and the sum of team limits.
    func read(_ file: String, parser: String, encoding: String) async throws -> Program.Outcome {
        let script = """
            import gzip, sys
            path, parser, encoding = sys.argv[1:]
            if parser == "openmetrics":
                from prometheus_client.openmetrics.parser import text_string_to_metric_families as read
            else:
                from prometheus_client.parser import text_string_to_metric_families as read
            data = open(path, "rb").read()
            text = (gzip.decompress(data) if encoding == "gzip" else data).decode("utf-8")
            families = list(read(text))
            samples = [s for f in families for s in f.samples]
            limits = [s.value for s in samples if s.name == "litellm_team_budget_limit_usd"]
            print(len(families), len(samples), float(sum(limits)))
            """
        return try await Program(name: environment.python, arguments: ["-c", script, file, parser, encoding]).run()
    }
}

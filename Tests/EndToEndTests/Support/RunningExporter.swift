import Curl
import TestSupport
import Threading

/// The exporter as a process of its own, on a free port.
struct RunningExporter: Sendable {
    /// What sweeps are waited for by.
    enum Source: String, CaseIterable {
        case teams
        case keys
        case users
        case customers
        case proxy
        case details
    }

    /// Every kind of account, each as often as leaves time for the background round.
    static let allKinds =
        ["--poll.details=on", "--poll.max-duty=1"]
        + ["users", "customers", "organizations", "providers"].map { "--poll.\($0)" }
        + ["teams", "keys", "users", "customers", "organizations", "providers"].map { "--poll.\($0)-interval=5s" }

    let program: RunningProgram
    /// Without a slash at the end.
    let url: String
    private let client: HTTPClient

    /// Starts it, waits until it listens, runs `body` and ends it.
    ///
    /// - Parameter amend: How it is asked, where a web configuration protects it.
    @discardableResult
    static func with<Result: Sendable>(
        _ arguments: [String], environment: [String: String] = [:],
        client amend: (inout HTTPClient.Configuration) -> Void = { _ in },
        _ body: (RunningExporter) async throws -> Result
    ) async throws -> (result: Result, outcome: Program.Outcome) {
        let program = try Program.exporter(
            arguments + ["--web.listen-address=127.0.0.1:0"], environment: environment)
        return try await program.whileRunning { program in
            let exporter = try await RunningExporter(program, amend)
            do { return try await body(exporter) } catch {
                throw Failure(error: error, log: program.errors)
            }
        }
    }

    /// Starts it to watch a proxy as fast as tests need it; without details, unless `arguments` say otherwise.
    @discardableResult
    static func watching<Result: Sendable>(
        _ proxy: ProxyUnderTest, key: String, _ arguments: [String] = [],
        _ body: (RunningExporter) async throws -> Result
    ) async throws -> (result: Result, outcome: Program.Outcome) {
        let fast = ["--poll.teams-interval=2s", "--poll.keys-interval=2s", "--poll.max-duty=0.9", "--poll.details=off"]
        let given = Set(arguments.map { $0.prefix { $0 != "=" } })
        return try await with(
            ["--litellm.url=\(proxy.url)"] + fast.filter { !given.contains($0.prefix { $0 != "=" }) } + arguments,
            environment: ["LITELLM_API_KEY": key], body)
    }

    private init(
        _ program: RunningProgram, _ amend: (inout HTTPClient.Configuration) -> Void
    ) async throws {
        self.program = program
        var configuration = HTTPClient.Configuration()
        configuration.proxy = .direct
        amend(&configuration)
        client = HTTPClient(configuration)
        url = try await waitFor("the exporter's address", context: { program.errors }) {
            guard let line = program.output.split(separator: "\n").first(where: { $0.contains(": open http") }),
                let start = line.firstRange(of: "http")?.lowerBound
            else {
                if program.hasEnded { throw TookTooLong(description: "the exporter ended: \(program.errors)") }
                return nil
            }
            return String(line[start...].prefix { $0 != " " }.dropLast())
        }
    }

    func get(_ path: String, headers: [HTTPClient.Header] = []) async throws -> HTTPClient.Response {
        var request = HTTPClient.Request(url: url + path)
        request.headers = headers
        return try await client.execute(request)
    }

    /// The page of metrics, read strictly. It listens before it has a page, and answers 503 until then.
    func page() async throws -> ExpositionPage {
        var status = 0
        let body = try await waitFor("a page", atMost: .seconds(10), context: { "/metrics answered \(status)" }) {
            let response = try await get("/metrics")
            status = response.status
            guard status == 200 || status == 503 else {
                throw TookTooLong(description: "/metrics answered \(status)")
            }
            return status == 200 ? response.body : nil
        }
        return try StrictExpositionParser.parse(body, as: .text004)
    }

    /// The first page with which a condition holds.
    func page(
        where what: String, atMost limit: Duration = .seconds(60), every pause: Duration = .milliseconds(100),
        _ holds: (ExpositionPage) -> Bool
    ) async throws -> ExpositionPage {
        try await waitFor(what, atMost: limit, every: pause, context: { program.errors }) {
            let page = try await page()
            return holds(page) ? page : nil
        }
    }

    /// The first page after a background round that began from now on: that of the second that ends, which shows by its time.
    func roundedPage(atMost limit: Duration = .seconds(300)) async throws -> ExpositionPage {
        let name = "litellm_budget_exporter_details_round_seconds"
        var ended = 0
        var last = try await page().value(name)
        // The proxy and the round need the time more than the test does.
        return try await page(where: "two background rounds", atMost: limit, every: .seconds(1)) { page in
            let seconds = page.value(name)
            if seconds != last { ended += 1 }
            last = seconds
            return ended == 2
        }
    }

    /// The first page to which complete sweeps of these sources have gone that began from now on.
    func sweptPage(_ sources: [Source] = [.teams, .keys, .proxy]) async throws -> ExpositionPage {
        let now = SystemTime().now()
        return try await page(
            where: "complete sweeps of \(sources.map(\.rawValue)) that began after \(now)", every: .milliseconds(300)
        ) { page in
            sources.allSatisfy { source in
                let labels = ["source": source.rawValue]
                guard let end = page["litellm_budget_exporter_source_last_success_timestamp_seconds", labels],
                    let duration = page["litellm_budget_exporter_sweep_duration_seconds", labels]
                else { return false }
                return end - duration > now.unixSeconds
            }
        }
    }

    /// A page on which whatever is gone is missing: after one sweep without it, it is asked for by its id, and the next
    /// sweep begins only then.
    func settledPage(_ sources: [Source] = [.teams, .keys, .proxy]) async throws -> ExpositionPage {
        _ = try await sweptPage(sources)
        return try await sweptPage(sources)
    }

    /// An error of a test's body, with what the exporter had logged until then.
    struct Failure: Error, CustomStringConvertible {
        let error: any Error
        let log: String

        var description: String { "\(error)\nThe exporter's log:\n\(log)" }
    }
}

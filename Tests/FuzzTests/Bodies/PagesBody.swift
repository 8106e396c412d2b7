import Budgets
import Catalogue
import Curl
import Exposition
import FoundationEssentials
import LiteLLMAdmin
import Logging
import Polling
import TestSupport
import Threading

@testable import Serving

/// What a proxy answers, round by round, and all that is served of it: pages that a strict parser reads, the same whether
/// they are taken over or rendered anew, documents that are JSON.
///
/// Rounds are divided by a zero. One that begins with `!` is answered with the status 500; else it answers every
/// endpoint, as the only element where that answers a list.
struct PagesBody {
    private static let mostRequests = 2_000
    private static let lists: [Endpoint] = [.allTeams, .customerList, .organizationList, .budgetList]

    private let rounds: [[UInt8]]

    init(_ bytes: [UInt8]) {
        rounds = bytes.split(separator: 0, maxSplits: 3, omittingEmptySubsequences: false).map(Array.init)
    }

    func run() async throws {
        let time = ManualTime()
        var configuration = Poller.Configuration()
        configuration.otherIntervals = [
            .users: .seconds(30), .customers: .seconds(30), .organizations: .seconds(30), .providers: .seconds(30),
        ]
        configuration.details = .on
        configuration.limits = [.key: 5, .user: 5]
        let watch = Watch(configuration)
        var rendererConfiguration = Renderer.Configuration()
        rendererConfiguration.keyHashLength = 16
        try rendererConfiguration.showMetadata(["cost_centre"])
        let renderer = Renderer(rendererConfiguration)
        var last: Rendering?
        for round in rounds {
            try await sweep(round, configuration, watch, time)
            let report = await watch.report(at: time.uptime, time.now())
            let rendering = await renderer.render(report, process: nil, after: last)
            let anew = await renderer.render(report, process: nil, after: nil)
            try check(rendering, anew)
            try await check(report, of: watch, time)
            last = rendering
            time.advance(by: .seconds(45))
        }
    }

    private func sweep(
        _ answer: [UInt8], _ configuration: Poller.Configuration, _ watch: Watch, _ time: ManualTime
    ) async throws {
        let requests = Locked(0)
        let (_, changes) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        var proxy = AdminAPI.Configuration(baseURL: try BaseURL("http://proxy"))
        proxy.metadataLabels = ["cost_centre"]
        let poller = Poller(
            configuration, proxy: proxy, credential: .fixed(Secret("sk-fuzz")),
            transport: { request throws(TransferError) in
                let count = requests.withLock { count in
                    count += 1
                    return count
                }
                // The sweeps end by themselves before that; this only keeps what is broken from going on for ever.
                guard count < Self.mostRequests * 2 else { return HTTPClient.Response(status: 404) }
                return Self.response(answer, to: request)
            },
            watch: watch, time: time, logger: Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() },
            changes: changes)
        await poller.sweepOnce()
        let count = requests.withLock { $0 }
        try BrokenPromise.unless(count < Self.mostRequests, "one look at a proxy took \(count) requests")
    }

    private static func response(_ answer: [UInt8], to request: HTTPClient.Request) -> HTTPClient.Response {
        let path = request.url.dropFirst("http://proxy".count).prefix { $0 != "?" }
        if answer.first == UInt8(ascii: "!") {
            return HTTPClient.Response(status: 500, body: Array(answer.dropFirst()))
        }
        let isList = lists.contains { $0.path == path }
        return HTTPClient.Response(
            status: 200, headers: [("date", "Sat, 21 Nov 2026 00:48:15 GMT")],
            body: isList ? [UInt8(ascii: "[")] + answer + [UInt8(ascii: "]")] : answer)
    }

    private func check(_ rendering: Rendering, _ anew: Rendering) throws {
        for (format, name) in [
            (ExpositionFormat.text004, StrictExpositionParser.Format.text004), (.text100, .text100),
            (.openMetrics100, .openMetrics100),
        ] {
            let bytes = rendering.exposition.body(format, .identity).bytes
            do throws(ExpositionViolation) {
                _ = try StrictExpositionParser.parse(bytes, as: name)
            } catch {
                let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst(error.line - 1).first
                throw BrokenPromise("\(name): \(error): \(line ?? "")")
            }
            try BrokenPromise.unless(
                bytes == anew.exposition.body(format, .identity).bytes, "\(name): what is taken over is out of date")
        }
        try BrokenPromise.unless(
            try Gzip.inflated(rendering.exposition.body(.text004, .gzip).bytes)
                == rendering.exposition.body(.text004, .identity).bytes, "inflated, the page is another")
    }

    private func check(_ report: Report, of watch: Watch, _ time: ManualTime) async throws {
        try read(await TeamsDocument(report: report).source(), as: ReadTeams.self)
        let configuration = ExporterServer.Configuration(version: "0")
        let page = BudgetsPage(
            configuration: configuration, report: report, presentation: Presentation(), query: TeamsQuery(nil),
            now: time.now())
        _ = await page.source()
        for team in report.accounts(.team).prefix(3) {
            let course = await watch.course(of: team.id, at: time.uptime, time.now())
            let page = TeamPage(
                configuration: configuration, report: report, presentation: Presentation(), team: team, course: course,
                now: time.now())
            _ = await page.source()
            let document = TeamDocument(
                report: report, presentation: Presentation(), team: team, now: time.now())
            try read(await document.source(), as: ReadTeam.self)
        }
    }

    private func read<Document: Decodable>(_ bytes: [UInt8], as type: Document.Type) throws {
        guard (try? JSONDecoder().decode(type, from: Data(bytes))) != nil else {
            throw BrokenPromise("a document is no JSON: \(String(decoding: bytes, as: UTF8.self))")
        }
    }
}

private struct ReadTeams: Decodable {
    struct Team: Decodable {
        let id: String

        enum CodingKeys: String, CodingKey {
            case id = "team_id"
        }
    }

    let teams: [Team]
}

private struct ReadTeam: Decodable {
    let team: ReadTeams.Team
}

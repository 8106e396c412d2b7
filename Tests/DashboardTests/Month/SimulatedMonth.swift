import Budgets
import Catalogue
import Curl
import Exposition
import LiteLLMAdmin
import LiteLLMSimulator
import Logging
import Polling
import TestSupport
import Threading

/// Thirty days of thirty teams, as the exporter's own pipeline sees them on a simulated proxy: no socket, no waiting.
struct SimulatedMonth {
    /// From when on, before the end, how often teams are read, all others are, and a page is kept.
    private struct Cadence {
        let before: Duration
        let reading: Duration
        let others: Duration
        let page: Duration
    }

    /// Teams are read often enough for a window of an hour throughout, and of five minutes at the end, where stats and
    /// tables look.
    ///
    /// A page every five minutes of the whole month would be 8,641 pages and 33 million samples: more than ten minutes of a
    /// debug build's rendering, 8 GB of text, of which promtool takes two minutes and more to make blocks (12 s of a processor
    /// for each 3.3 million samples, were unchanged lines copied), and queries, which take most of this test's time
    /// already, over ten times as many samples. So pages are as dense as a dashboard that looks at that past has
    /// points: five minutes in the last six hours, an hour in the last week, three hours in the month.
    private static let cadences = [
        Cadence(
            before: .seconds(30 * 86_400), reading: .seconds(900), others: .seconds(3600), page: .seconds(10_800)),
        Cadence(before: .seconds(8 * 86_400), reading: .seconds(900), others: .seconds(3600), page: .seconds(3600)),
        Cadence(before: .seconds(2 * 86_400), reading: .seconds(300), others: .seconds(300), page: .seconds(900)),
        Cadence(before: .seconds(6 * 3600), reading: .seconds(300), others: .seconds(300), page: .seconds(300)),
        Cadence(before: .seconds(1200), reading: .seconds(60), others: .seconds(60), page: .seconds(60)),
    ]

    /// How many seconds before the end LiteLLM's database is away: longer than numbers stay, and until a time of which every
    /// chart has a point.
    static let outage = 7200.0...9000.0

    /// When it ends, a multiple of every page's interval.
    let end: Timestamp

    /// Hands each page to `take`, with the names of LiteLLM's own callback or without.
    func pages(_ take: (_ page: [UInt8], _ withLiteLLMNames: Bool, Timestamp) throws -> Void) async throws {
        let length = Self.cadences[0].before
        let time = ManualTime(now: end - length)
        let proxy = SimulatedProxy(
            Self.population(at: time.now().unixSeconds, until: end.unixSeconds),
            startingAt: time.now().unixSeconds)
        var configuration = Poller.Configuration()
        configuration.otherIntervals = Dictionary(
            uniqueKeysWithValues: [.users, .customers, .organizations, .providers].map { ($0, .seconds(300)) })
        let watch = Watch(configuration)
        let (_, changes) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let poller = Poller(
            configuration, proxy: AdminAPI.Configuration(baseURL: try BaseURL("http://simulated")),
            credential: .fixed(Secret(Population.viewerKey)),
            transport: { request throws(TransferError) in await Self.send(request, to: proxy) }, watch: watch,
            time: time, logger: Logger(label: "month") { _ in SwiftLogNoOpLogHandler() }, changes: changes)
        var renderings: [Bool: Rendering] = [:]
        while time.now() <= end {
            let rest = end - time.now()
            let cadence = Self.cadences.last { rest <= $0.before } ?? Self.cadences[0]
            let isOutage = Self.outage.contains(rest / .seconds(1))
            let isFirstOfOutage = rest == .seconds(Self.outage.upperBound)
            if isOutage { await proxy.inject(Fault(.databaseOutage)) }
            let isDamaged = rest == .seconds(5400)
            if isDamaged { await proxy.inject(Fault(.distorted(.nullSpend), routes: ["/v2/team/list"])) }
            // Members, and what else the round of all accounts tells, are seen at the end.
            if rest <= .seconds(600) {
                await poller.sweepOnce()
            } else {
                var sources = SourceID.allCases
                if !rest.isMultiple(of: cadence.others), !isFirstOfOutage { sources = [.teams] }
                // They ask for one account after the other, which only the exporter's own dashboard shows: the last hours.
                if rest > .seconds(7 * 3600) { sources.removeAll { $0 == .details } }
                for source in sources { await poller.sweepOnce(source) }
            }
            if isOutage || isDamaged { await proxy.clearFaults() }
            if rest.isMultiple(of: cadence.page) {
                let report = await watch.report(at: time.uptime, time.now())
                for withLiteLLMNames in [false, true] {
                    var names = Renderer.Configuration()
                    names.showsLiteLLMNames = withLiteLLMNames
                    let rendering = await Renderer(names).render(
                        report, process: .current(), after: renderings[withLiteLLMNames])
                    renderings[withLiteLLMNames] = rendering
                    try take(rendering.exposition.body(.text004, .identity).bytes, withLiteLLMNames, time.now())
                }
            }
            time.advance(by: cadence.reading)
            await proxy.advance(to: time.now().unixSeconds)
        }
    }

    @Sendable private static func send(
        _ request: HTTPClient.Request, to proxy: SimulatedProxy
    ) async -> HTTPClient.Response {
        let headers = request.headers.map { (name: $0.name, value: $0.value.reveal()) }
        let target = String(request.url.dropFirst("http://simulated".count))
        let response = await proxy.respond(to: SimulatedRequest(target: target, headers: headers))
        // Lists take longer than single accounts, and each a little longer than the last.
        let milliseconds = 20 + response.body.count / 2000 + target.utf8.count % 17
        return HTTPClient.Response(
            status: response.status, headers: response.headers, body: response.body,
            duration: .milliseconds(milliseconds))
    }

    /// The company of the demo, and as many teams of every kind as make thirty.
    private static func population(at start: Double, until end: Double) -> Population {
        var population = Population.demo(at: start)
        let more = Population.generated(
            teams: 29 - population.teams.count, keys: 40, seed: 11, at: start)
        population.teams += more.teams
        population.keys += more.keys.filter { $0.alias != "budget-exporter" }
        population.script.rates += more.script.rates
        for index in population.keys.indices {
            if population.keys[index].alias == "budget-exporter" { population.keys[index].expires = end + 90 * 86_400 }
            if population.keys[index].alias == "hackathon" { population.keys[index].expires = end + 3 * 86_400 }
            if population.keys[index].alias == "lab-embeddings" { population.keys[index].isBlocked = true }
            // Of those that spend most.
            if population.keys[index].alias == "key-26" { population.keys[index].alias = nil }
        }
        for index in population.teams.indices where population.teams[index].alias == "team-5" {
            population.teams[index].alias = nil
        }
        // A barrier, which leads no ranking.
        for index in population.teams.indices where population.teams[index].alias == "team-12" {
            population.teams[index].maxBudget = 0
        }
        // What a chart of one team shows, the team that has used most has.
        for index in population.teams.indices where population.teams[index].alias == "Marketing copy" {
            population.teams[index].softBudget = 300
        }
        population.teams[0].budgetLimits = [
            BudgetWindow(duration: "7d", maxBudget: 2500, resetAt: start + 2 * 86_400, spend: 0)
        ]
        return population
    }
}

extension Duration {
    fileprivate func isMultiple(of step: Duration) -> Bool {
        components.seconds % step.components.seconds == 0
    }
}

import Budgets
import Catalogue
import Exposition
import FoundationEssentials
import Polling
import TestSupport
import Testing
import Threading

@testable import Commands
@testable import Serving

/// All that is said of a team's money is the same money: in the metrics, on the page, in the document and at the terminal.
@Suite("The page, the document and status agree with the metrics to the cent")
struct AgreementTests {
    private struct Figures: Equatable {
        var spend: Double?
        var limit: Double?
        var remaining: Double?
    }

    private static let now = Timestamp(unixSeconds: 1_795_262_400)

    private static let teams: [Account] = {
        let amounts: [(spend: Double?, limit: Budget.Limit)] = [
            (62.5, .limited(100)), (112.5, .limited(100)), (-3.5, .limited(10)), (-0.005, .limited(0.005)),
            (0.005, .limited(10)), (0.004, .limited(0.01)), (1_000_000.01, .limited(2_000_000.02)),
            (99_999.995, .limited(100_000)), (12_345_678.9, .limited(12_345_678.91)), (0.1 + 0.2, .limited(0.3)),
            (1e-9, .limited(1e-6)), (5, .limited(0)), (0, .limited(0)), (0, .limited(10)), (1.005, .limited(2.675)),
            (7, .unlimited), (0.005, .unlimited), (nil, .limited(10)), (nil, .unlimited), (3, .unknown),
            (nil, .unknown),
        ]
        return amounts.enumerated().map { index, amount in
            let digits = String(index)
            return Account(
                id: .team("team-" + (digits.count < 2 ? "0" : "") + digits),
                identity: Account.Identity(alias: "alias-\(index)"), budget: Budget(limit: amount.limit),
                spend: amount.spend.map { USD($0) })
        }
    }()

    private static let report: Report = {
        var report = Report(time: now, uptime: Uptime(sinceOrigin: .zero))
        report.proxyIsUp = true
        report.isReady = true
        report.accounts[.team] = teams
        for team in teams { report.aliasesOfTeams[team.id] = team.identity.alias }
        return report
    }()

    private static let configuration = ExporterServer.Configuration(version: "test")

    @Test("where amounts are awkward")
    func agree() async throws {
        let metrics = try await metrics()
        #expect(metrics.count == Self.teams.count)
        // What status shows goes through what it reads from a running exporter.
        let answer = try JSONDecoder().decode(
            TeamsAnswer.self, from: Data(await TeamsDocument(report: Self.report).source()))
        let documents = try await teamDocuments()
        let page = await page()
        let teamPages = await teamPages()
        let status = status(answer.standings(from: "http://127.0.0.1:4004"))
        #expect(answer.teams.count == Self.teams.count)
        for team in Self.teams {
            let id = team.id.text
            let told = try #require(metrics[id])
            let read = try #require(answer.teams.first { $0.id == id })
            #expect(
                Figures(spend: read.spend, limit: read.limit, remaining: told.remaining) == told, "status reads \(id)")
            #expect(documents.all[id] == told, "the document about \(id) among all")
            #expect(documents.single[id] == told, "the document about \(id) alone")
            try expect(page[id], isCentsOf: told, in: "the page about \(id)")
            try expect(teamPages[id], isCentsOf: told, in: "the page of \(id) alone")
            try expect(status[id], isCentsOf: told, in: "status of \(id)")
        }
    }

    @Test("in what all teams come to")
    func totals() async throws {
        let metrics = try await metrics().values
        let source = await pageSource()
        func figure(_ title: String, _ pattern: Regex<(Substring, Substring)>) throws -> Double? {
            let place = try #require(source.firstRange(of: "<dt>\(title)</dt>"), "\(title)")
            return source[place.upperBound...].firstMatch(of: pattern).flatMap { amount($0.1) }
        }
        let spent = metrics.compactMap(\.spend).reduce(0, +)
        // As the dashboard sums it: what one team has overspent another does not lack.
        let left = metrics.compactMap(\.remaining).reduce(0) { $0 + max(0, $1) }
        let shown = Figures(
            spend: try figure("Spent", /<strong>([^<]*)</), limit: try figure("Left", /of (\S+) in limits/),
            remaining: try figure("Left", /<strong>([^<]*)</))
        try expect(
            shown, isCentsOf: Figures(spend: spent, limit: metrics.compactMap(\.limit).reduce(0, +), remaining: left),
            in: "the sums")
    }

    /// Nothing may be further off than half a cent, and what is not known is no number.
    private func expect(_ shown: Figures?, isCentsOf told: Figures, in place: String) throws {
        let shown = try #require(shown, "\(place) is missing")
        for (shown, told) in [
            (shown.spend, told.spend), (shown.limit, told.limit), (shown.remaining, told.remaining),
        ] {
            guard let told else {
                #expect(shown == nil, "\(place): \(shown ?? 0) is made up")
                continue
            }
            let shown = try #require(shown, "\(place): \(told) is not told")
            #expect(abs(shown - told) <= 0.005 + abs(told) * 1e-15, "\(place): \(shown) for \(told)")
            #expect((shown == 0) == (told == 0), "\(place): \(shown) for \(told)")
            #expect((shown < 0) == (told < 0), "\(place): \(shown) for \(told)")
        }
    }

    private func metrics() async throws -> [String: Figures] {
        let rendering = await Renderer(Renderer.Configuration()).render(Self.report, process: nil, after: nil)
        let page = try StrictExpositionParser.parse(
            rendering.exposition.body(.text004, .identity).bytes, as: .text004)
        var figures: [String: Figures] = [:]
        for sample in page.samples(of: "litellm_team_info") {
            figures[sample.series.labels["team_id"] ?? ""] = Figures()
        }
        func read(_ family: String, _ figure: WritableKeyPath<Figures, Double?>) {
            for sample in page.samples(of: family) {
                figures[sample.series.labels["team_id"] ?? "", default: Figures()][keyPath: figure] = sample.value
            }
        }
        read("litellm_team_budget_spend_usd", \.spend)
        read("litellm_team_budget_limit_usd", \.limit)
        read("litellm_team_budget_remaining_usd", \.remaining)
        return figures
    }

    private struct Team: Decodable {
        let id: String
        let figures: Figures

        enum CodingKeys: String, CodingKey {
            case id = "team_id"
            case spend = "budget_spend_usd"
            case limit = "budget_limit_usd"
            case remaining = "budget_remaining_usd"
        }

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            id = try members.decode(String.self, forKey: .id)
            figures = Figures(
                spend: try members.decodeIfPresent(Double.self, forKey: .spend),
                limit: try members.decodeIfPresent(Double.self, forKey: .limit),
                remaining: try members.decodeIfPresent(Double.self, forKey: .remaining))
        }
    }

    private func teamDocuments() async throws -> (all: [String: Figures], single: [String: Figures]) {
        struct All: Decodable { let teams: [Team] }
        struct Single: Decodable { let team: Team }
        let all = try JSONDecoder().decode(All.self, from: Data(await TeamsDocument(report: Self.report).source()))
        var single: [String: Figures] = [:]
        for team in Self.teams {
            let document = TeamDocument(
                report: Self.report, presentation: Presentation(), team: team, now: Self.now)
            let answer = try JSONDecoder().decode(Single.self, from: Data(await document.source()))
            single[answer.team.id] = answer.team.figures
        }
        return (Dictionary(uniqueKeysWithValues: all.teams.map { ($0.id, $0.figures) }), single)
    }

    private func pageSource() async -> String {
        await BudgetsPage(
            configuration: Self.configuration, report: Self.report, presentation: Presentation(), query: TeamsQuery(),
            now: Self.now
        ).source()
    }

    private func teamPages() async -> [String: Figures] {
        var pages: [String: Figures] = [:]
        for team in Self.teams {
            let source = await TeamPage(
                configuration: Self.configuration, report: Self.report, presentation: Presentation(), team: team,
                course: [],
                now: Self.now
            ).source()
            let facts = source.matches(of: /<dt>([^<]*)<\/dt>\n<dd>([^<]*)<\/dd>/)
            func fact(_ title: String) -> Double? { facts.first { $0.1 == title }.flatMap { amount($0.2) } }
            pages[team.id.text] = Figures(spend: fact("Spent"), limit: fact("Limit"), remaining: fact("Left"))
        }
        return pages
    }

    private func page() async -> [String: Figures] {
        let source = await pageSource()
        let rows = source.matches(
            of:
                /<tr>\n<th scope="row"><a href="\.\/teams\/([^"]+)">.*?<\/th>\n.*?<td class="number[^>]*>([^<]*)<\/td>\n<td class="number">([^<]*)<\/td>\n<td class="number">([^<]*)</
                .dotMatchesNewlines())
        return Dictionary(
            uniqueKeysWithValues: rows.map {
                (String($0.1), Figures(spend: amount($0.3), limit: amount($0.4), remaining: amount($0.2)))
            })
    }

    private func status(_ standings: Standings) -> [String: Figures] {
        let lines = StatusScreen(
            standings: standings, selection: standings.teams, now: Self.now, staleAfter: .seconds(300),
            terminal: Terminal(width: 400)
        ).lines.map { $0.text(hasColours: false) }
        let heading = lines.first { $0.contains("TEAM ID") } ?? ""
        func cell(_ line: String, _ title: String) -> Substring {
            guard
                let end = heading.firstRange(of: title).map({
                    heading.distance(from: heading.startIndex, to: $0.upperBound)
                })
            else { return "" }
            return line.prefix(end).split(separator: " ", omittingEmptySubsequences: false).last ?? ""
        }
        return Dictionary(
            uniqueKeysWithValues: lines.filter { $0.hasPrefix("alias-") }.compactMap { line in
                line.firstMatch(of: /team-[0-9]{2}/).map { match in
                    (
                        String(match.0),
                        Figures(
                            spend: amount(cell(line, "SPENT")), limit: amount(cell(line, "LIMIT")),
                            remaining: amount(cell(line, "LEFT")))
                    )
                }
            })
    }

    private func amount(_ text: Substring) -> Double? {
        text.contains("$") ? Double(text.filter { $0 != "$" && $0 != "," }) : nil
    }
}

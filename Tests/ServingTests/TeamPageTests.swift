import Budgets
import FoundationEssentials
import Serving
import TestSupport
import Testing
import Threading

@testable import Polling

@Suite("What is told of one team", .timeLimit(.minutes(10)))
struct TeamPageTests {
    @Test(
        "is found by any id, byte for byte",
        arguments: [
            "plain", "a/b", "a b", "a+b", "100%", "%41", "?q=1#x", "..x", "é", "e\u{301}", "研究 🧪", "\"'<>&", "a\u{0}b",
            " ",
        ])
    func ids(id: String) async throws {
        try await RunningServer.with { server async throws in
            let others = ["A", "plai", "plain2", "é", "e\u{301}"].filter { !$0.utf8.elementsEqual(id.utf8) }
            server.publish(.of(([id] + others).map { .team($0, "alias of \($0.utf8.count)") }, at: server.time))
            let page = try await server.ask("GET", "/teams/" + id.encodedForURL)
            #expect(page.status == 200)
            #expect(page.text.contains("<h1><bdi>alias of \(id.utf8.count)</bdi></h1>"))
            let document = try await server.ask("GET", "/api/v1/teams/" + id.encodedForURL)
            let answer = try JSONDecoder().decode(Answer.self, from: Data(document.body))
            #expect(answer.team.id.utf8.elementsEqual(id.utf8))
        }
    }

    private struct Answer: Decodable {
        struct Team: Decodable {
            let id: String

            enum CodingKeys: String, CodingKey {
                case id = "team_id"
            }
        }

        let team: Team
    }

    @Test(
        "is nothing where no team has the id",
        arguments: ["unknown", "t-1%20", "%ff", "%4", "T-1", "%74-1x", "t-1%2F"])
    func unknown(id: String) async throws {
        try await RunningServer.with(snapshot: Snapshot.sample(at:)) { server async throws in
            let page = try await server.ask("GET", "/teams/" + id)
            #expect(page.status == 404)
            #expect(page.header("Content-Type") == "text/html; charset=utf-8")
            #expect(page.text.contains("<h1>No such team</h1>"))
            #expect(!page.text.contains("unknown"), "what was asked for is not repeated")
            let document = try await server.ask("GET", "/api/v1/teams/" + id)
            #expect(document.status == 404)
            #expect(document.text.hasPrefix("{\"error\":\""))
            #expect(try await server.ask("HEAD", "/teams/" + id).body == [])
        }
    }

    @Test("says by which windows a team without any other limit is limited, and never that it is unlimited")
    func windowsAlone() async throws {
        try await RunningServer.with { server async throws in
            var team = Account.team("t-1", "Research", spend: 3)
            team.budget.limit = .unlimited
            team.windows = [BudgetWindow(duration: "1d", limit: 10), BudgetWindow(duration: "30d", limit: nil)]
            server.publish(.of([team], at: server.time))
            let sentence =
                "$3.00 is spent; what may be spent is limited by windows: $10.00 in 1d, an unknown amount in 30d."
            let page = try await server.ask("GET", "/teams/t-1").text
            #expect(page.contains(sentence), "\(page)")
            let document = try await server.ask("GET", "/api/v1/teams/t-1").text
            #expect(document.contains(#""summary":"\#(sentence)""#), "\(document)")
            #expect(document.contains(#""budget_limit":"windows""#), "\(document)")
            let overview = try await server.ask("GET", "/").text
            #expect(overview.contains("by window") && !overview.contains("without a limit"), "\(overview)")
        }
    }

    private struct Absence {
        var status: Int
        var words: String
        var change: @Sendable (inout Report) -> Void
    }

    private static let absences = [
        Absence(status: 404, words: "No team with this id is known") { _ in },
        Absence(status: 503, words: "cannot be read at the moment") { report in
            for index in report.sources.indices { report.sources[index].isUp = false }
        },
        Absence(status: 503, words: "cannot be read at the moment") { report in
            for index in report.sources.indices { report.sources[index].lastSuccess = nil }
        },
        Absence(status: 404, words: "No team with this id is shown") { $0.dropped[.team] = 3 },
        Absence(status: 404, words: "No team with this id is shown") { $0.aliasesOfTeams[.team("t-9")] = "stale" },
    ]

    @Test("does not say that there is no such team where teams cannot be read, or are held back")
    func absent() async throws {
        for absence in Self.absences {
            try await RunningServer.with { server async throws in
                var report = Report.of([.team("t-1", nil)], at: server.time)
                absence.change(&report)
                server.publish(report)
                for path in ["/teams/t-9", "/api/v1/teams/t-9"] {
                    let answer = try await server.ask("GET", path)
                    #expect(answer.status == absence.status, "\(path): \(absence.words)")
                    #expect(answer.text.contains(absence.words), "\(path): \(absence.words)")
                }
            }
        }
    }

    @Test(
        "has no number in its chart that is none",
        arguments: [Double.nan, .infinity, -.infinity, 1e308, -1e308, 0, -5, 1e-300])
    func oddNumbers(number: Double) async throws {
        let course: SpendCourse = { _ in
            [0.0, 1, 2].map { SpendPoint(time: Timestamp(unixSeconds: 1e9 + $0), spend: USD($0 == 1 ? 1 : number)) }
        }
        try await RunningServer.with(course: course) { server async throws in
            for limit in [Budget.Limit.limited(USD(number)), .limited(10), .unlimited] {
                var team = Account.team("t", nil, spend: number, limit: limit, soft: USD(number))
                // Dates are read from four digits of a year.
                let date = Timestamp(unixSeconds: number.isFinite ? min(max(number, -6e10), 2.5e11) : 0)
                team.budget.resetsAt = date
                team.history?.periodStart = date
                team.history?.outlooks = [
                    Outlook(
                        window: SpendWindow(label: "1d", duration: .seconds(86_400)), ratePerSecond: USD(number),
                        exhaustsAt: date, exhaustsBeforeReset: true,
                        projectedSpend: USD(number))
                ]
                server.publish(.of([team], at: server.time))
                let page = try await server.ask("GET", "/teams/t").text
                for match in page.matches(of: /\ (?:points|x1|x2|y1|y2|cx|cy|width|height|x|y)="([^"]*)"/) {
                    #expect(match.1.wholeMatch(of: /[-0-9., ]*/) != nil, "\(match.0)")
                }
                #expect(try await server.ask("GET", "/").status == 200)
            }
        }
    }

    @Test("foretells nothing of a team that is refused", arguments: [false, true])
    func refused(isBlocked: Bool) async throws {
        try await RunningServer.with { server async throws in
            var report = Report.ofOneTeam(at: server.time)
            report.accounts[.team]?[0].isBlocked = isBlocked
            server.publish(report)
            let page = try await server.ask("GET", "/teams/t-1").text
            #expect(page.contains("$8.64"), "what a day costs in the window")
            for foretold in ["Limit reached", "$140.80", "2026-11-25 06:48", "<strong class=\"warning\">yes</strong>"] {
                #expect(page.contains(foretold) == !isBlocked, "\(foretold)")
            }
        }
    }

    @Test("has the members that docs/api.md describes, and no others")
    func documentation() async throws {
        let text = GeneratedDocument("docs/api.md").text
        let start = try #require(text.firstRange(of: "## `/api/v1/teams/{id}`"))
        let section = text[start.upperBound...]
        let end = section.firstRange(of: "\n## ")?.lowerBound ?? section.endIndex
        let rows = section[..<end].split(separator: "\n").filter { $0.hasPrefix("| `") }
        let documented = Set(
            rows.flatMap { row in row.split(separator: "|")[0].matches(of: /`([^`]+)`/).map { String($0.1) } })
        try await RunningServer.with(course: Report.sampleCourse) { server async throws in
            server.publish(Report.ofOneTeam(at: server.time))
            let document = try await server.ask("GET", "/api/v1/teams/t-1").text
            let budget = Set(
                try await server.ask("GET", "/api/v1/teams").text.matches(of: /"([a-z_]+)":/).map { String($0.1) })
            var names = Set(document.matches(of: /"([a-z_]+)":/).map { String($0.1) })
            for container in ["keys", "members", "model_budgets"] {
                #expect(names.contains(container))
                names.remove(container)
            }
            let bare = Set(documented.map { String($0.split(separator: ".").last ?? "").replacing("[]", with: "") })
            #expect(names.subtracting(budget).subtracting(bare) == [], "not documented")
            #expect(
                bare.subtracting(names).subtracting(["keys", "members", "model_budgets"]) == [],
                "not there")
        }
    }
}

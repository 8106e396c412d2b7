import Budgets
import Polling
import TestSupport
import Testing
import Threading

@testable import Commands

@Suite("The screen of status") struct StatusScreenDocumentTests {
    private static let samples = [3: SampleTeams.three, 40: SampleTeams.forty, 3000: SampleTeams.threeThousand]

    private static func screen(
        _ standings: Standings, selection: [Account]? = nil, on terminal: Terminal
    ) -> StatusScreen {
        StatusScreen(
            standings: standings, selection: selection ?? standings.teams, now: SampleTeams.now,
            staleAfter: .seconds(300), terminal: terminal)
    }

    private static func lines(
        _ standings: Standings, selection: [Account]? = nil, on terminal: Terminal
    ) -> [String] {
        screen(standings, selection: selection, on: terminal).lines.map { $0.text(hasColours: terminal.hasColours) }
    }

    @Test(
        "is as its golden file has it; `make docs` writes that", arguments: [3, 40, 3000], [60, 100, 200])
    func golden(teams: Int, width: Int) throws {
        let standings = Standings.sample(try #require(Self.samples[teams]))
        let lines = Self.lines(standings, on: Terminal(width: width, height: 50))
        #expect(lines.count < 50, "the prompt needs a line too")
        for line in lines { #expect(line.cells <= width, "\(line.cells) cells: \(line)") }
        let document = GeneratedDocument("Tests/CommandsTests/Golden/status-\(teams)-teams-\(width)-columns.txt")
        #expect(try document.matches(lines.joined(separator: "\n") + "\n"))
    }

    @Test("where the locale knows ASCII alone is as its golden file has it")
    func goldenInASCII() throws {
        let standings = Standings.sample(SampleTeams.forty)
        let text = Self.lines(standings, on: Terminal(width: 100, characters: .ascii)).joined(separator: "\n") + "\n"
        #expect(text.unicodeScalars.allSatisfy { $0.isASCII })
        let document = GeneratedDocument("Tests/CommandsTests/Golden/status-40-teams-100-columns-ascii.txt")
        #expect(try document.matches(text))
    }

    @Test("fits into any width, whatever teams are called", arguments: [Terminal.Characters.unicode, .ascii])
    func fits(characters: Terminal.Characters) {
        let standings = Standings.sample(SampleTeams.forty)
        for width in 20...220 {
            let lines = Self.lines(standings, on: Terminal(width: width, characters: characters))
            for line in lines where line.cells > width {
                Issue.record("\(line.cells) cells in \(width): \(line)")
            }
            let names = lines.filter { $0.contains("(0d5c61") || $0.contains("(0d5c6…") }
            if width >= 60 { #expect(names.count == 2, "two teams called Growth at \(width)") }
        }
    }

    @Test("shows every team in a pipe, and to who asks for teams; else as many as fit, the fullest")
    func howMany() {
        let all = SampleTeams.threeThousand
        let standings = Standings.sample(all)
        let piped = Self.lines(standings, on: Terminal(width: 160))
        #expect(piped.count == 4 + 3000)
        let short = Self.lines(standings, on: Terminal(width: 160, height: 24))
        #expect(short.count == 23)
        // Columns are as wide as what is shown of them needs; the names are the same.
        #expect(short.prefix(20).map { $0.prefix(14) } == piped.prefix(20).map { $0.prefix(14) })
        #expect(short.last?.contains("2,982 more, none above") == true, "\(short.last ?? "")")
        #expect(short.last?.contains("%, 196 of them running out; ") == true, "\(short.last ?? "")")
        let asked = Self.lines(standings, selection: Array(all.prefix(60)), on: Terminal(width: 160, height: 24))
        #expect(asked.count == 4 + 60)
        #expect(asked.first?.hasPrefix("60 of 3,000 teams: ") == true)
        // However low the window, some teams are shown.
        #expect(Self.lines(standings, on: Terminal(width: 120, height: 5)).count > 5)
    }

    @Test("has the fullest first, then the unknown, the barred and the unlimited")
    func order() {
        let names = SampleTeams.forty.map { Standing($0, now: SampleTeams.now) }
            .sorted(by: Standing.fullestFirst).map { $0.account.identity.alias ?? $0.account.id.text }
            .filter { !$0.hasPrefix("team-") || $0 == "team-without-alias" }
        #expect(names.prefix(5) == ["Far beyond", "Contractors 2024", "Marketing copy", "All but used up", "Growth"])
        #expect(
            names.suffix(5) == ["Spend not told", "Limit not told", "Parked", "Data platform", "Sandbox"])
    }

    @Test("without colours holds no control character, and with them says the same")
    func colours() throws {
        let standings = Standings.sample(SampleTeams.forty)
        let plain = Self.lines(standings, on: Terminal(width: 100))
        #expect(plain.allSatisfy { $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } })
        let coloured = Self.lines(standings, on: Terminal(width: 100, hasColours: true))
        #expect(coloured != plain)
        #expect(coloured.map { $0.replacing(/\u{1B}\[[0-9]*m/, with: "") } == plain)
        let exhausted = try #require(coloured.first { $0.contains("Marketing copy") })
        #expect(exhausted.contains("\u{1B}[31mexhausted\u{1B}[0m"))
        let runaway = try #require(coloured.first { $0.contains("Legal review") })
        #expect(runaway.contains("\u{1B}[31mruns out in 3 h 17 m\u{1B}[0m"), "\(runaway)")
        let slower = try #require(coloured.first { $0.contains("Search relevance") })
        #expect(slower.contains("\u{1B}[33mruns out in 5 d\u{1B}[0m"), "\(slower)")
    }

    @Test("says first what one has to know before one trusts it", arguments: doubtful)
    func remarks(standings: Standings, expected: [String]) {
        let lines = Self.lines(standings, on: Terminal(width: 120))
        #expect(lines.filter { $0.hasPrefix("! ") } == expected)
    }

    private static let doubtful: [(Standings, [String])] = {
        let sound = Standings.sample(SampleTeams.three)
        var (away, unfinished, old, partial) = (sound, sound, sound, sound)
        away.reliability.isUp = false
        away.reliability.failure = "GET /v2/team/list answered 401"
        unfinished.reliability.readAt = nil
        old.reliability.readAt = SampleTeams.now - .seconds(720)
        partial.reliability.isPartial = true
        partial.reliability.hiddenTeams = 1200
        return [
            (sound, []),
            (
                away,
                ["! LiteLLM cannot be read at the moment, so the numbers may be old: GET /v2/team/list answered 401"]
            ),
            (unfinished, ["! Not every team has been read yet, so some may be missing."]),
            (old, ["! All teams were last read 12 min ago."]),
            (
                partial,
                [
                    "! The exporter's key sees only some of the teams.",
                    "! --limit.teams holds back 1,200 more.",
                ]
            ),
        ]
    }()

    @Test("of a proxy that was asked itself says so, and what only an exporter can tell")
    func proxy() {
        var standings = Standings.sample([])
        standings.origin = .proxy(
            url: "http://litellm:4000", because: .unreachable(url: "http://127.0.0.1:4004", "refused"))
        #expect(
            Self.lines(standings, on: Terminal(width: 200)) == [
                "0 teams",
                "From LiteLLM at http://litellm:4000 itself, as no exporter answers at http://127.0.0.1:4004; "
                    + "how fast budgets go, only a running exporter can tell.",
            ])
    }

    @Test(
        "has a bar that is full for used-up budgets alone, with a tick where the soft limit is",
        arguments: [
            (0.0, nil, "░░░░░░░░░░"), (0.5, nil, "█████░░░░░"), (0.999, nil, "█████████░"), (1, nil, "██████████"),
            (40, nil, "██████████"), (-1, nil, "░░░░░░░░░░"), (0.5, 0.8, "█████░░░│░"), (0.9, 0.2, "██│██████░"),
            (0.5, 1, "█████░░░░░"), (0.5, 0, "█████░░░░░"), (0.5, 0.9999, "█████░░░░│"),
        ] as [(Double, Double?, String)])
    func bar(used: Double, soft: Double?, expected: String) {
        let bar = BudgetBar(usedRatio: used, softRatio: soft, style: .plain)
        #expect(bar.pieces(cells: 10, in: .unicode).map(\.text).joined() == expected)
    }
}

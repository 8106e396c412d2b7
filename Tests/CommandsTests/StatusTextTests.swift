import Budgets
import TestSupport
import Testing
import Threading

@testable import Commands

@Suite("Texts of status") struct StatusTextTests {
    @Test(
        "Cells are what a terminal draws, at the most",
        arguments: [
            ("", 0), ("plain", 5), ("é", 1), ("e\u{301}", 1), ("研究", 4), ("ﾊﾝ", 2), ("ＡＢ", 4), ("한국", 4),
            ("\u{1112}\u{1161}\u{11AB}", 2), ("🧪", 2), ("🇨🇭", 2), ("❤\u{FE0F}", 2), ("👩\u{200D}👧", 4), ("שלום", 4),
            ("─█░…", 4), ("ไทย", 3), ("นี้", 1), ("\u{200D}", 0),
        ])
    func cells(text: String, cells: Int) {
        #expect(text.cells == cells)
    }

    @Test(
        "What would act on a terminal, reorder a line or hide is escaped",
        arguments: [
            ("tab\tbell\u{7}", #"tab\tbell\u{07}"#), ("\u{1B}[2J", #"\u{1B}[2J"#), ("a\u{9B}31m", #"a\u{009B}31m"#),
            ("x\r\ny", #"x\r\ny"#), ("\u{202E}abc", #"\u{202E}abc"#), ("a\u{2066}b", #"a\u{2066}b"#),
            ("zero\u{200B}width", #"zero\u{200B}width"#), ("\u{2028}", #"\u{2028}"#), ("\u{7F}", #"\u{7F}"#),
            ("tag\u{E0041}", #"tag\u{000E0041}"#), ("👩\u{200D}👧", "👩\u{200D}👧"), ("Zürich", "Zürich"),
        ])
    func printable(text: String, expected: String) {
        #expect(text.printable(in: .unicode) == expected)
    }

    @Test("A heap of accents is cut to a height that stays on its line")
    func accents() {
        let text = "a" + String(repeating: "\u{301}", count: 1000) + "b"
        let printable = text.printable(in: .unicode)
        #expect(printable.unicodeScalars.count == 10)
        #expect(printable.cells == 2)
    }

    @Test("Where the locale knows ASCII alone, other letters become question marks")
    func ascii() {
        #expect("Zürich e\u{301} 研\u{1B}".printable(in: .ascii) == #"Z?rich e ?\u{1B}"#)
    }

    @Test(
        "A text that is cut ends with an ellipsis and never overflows",
        arguments: [
            ("plain", 5, "plain"), ("plain", 4, "pla…"), ("研究開発", 5, "研究…"), ("研究開発", 4, "研…"),
            ("e\u{301}quipe", 3, "e\u{301}q…"), ("plain", 1, "…"), ("plain", 0, ""),
        ])
    func cut(text: String, limit: Int, expected: String) {
        #expect(text.cut(toCells: limit, in: .unicode) == expected)
        #expect(text.cut(toCells: limit, in: .ascii) == expected.replacing("…", with: "~"))
    }

    @Test("Lines break between words, and within one that is too long")
    func wrapping() {
        #expect("one two three".wrapped(toCells: 7) == ["one two", "three"])
        #expect("a http://127.0.0.1 b".wrapped(toCells: 8) == ["a", "http://1", "27.0.0.1", "b"])
        #expect("研究 開発".wrapped(toCells: 5) == ["研究", "開発"])
        #expect("".wrapped(toCells: 5) == [])
    }

    @Test(
        "Money is in cents, finer where they would hide something, and whole dollars where no number holds cents",
        arguments: [
            (0, "$0.00"), (-0.0, "$0.00"), (12.5, "$12.50"), (-1.72, "-$1.72"), (1234.005, "$1,234.01"),
            (0.01, "$0.01"), (0.004, "$0.0040"), (0.0099999, "$0.0100"), (0.000001, "$0.0001"), (-0.0005, "-$0.0005"),
            (100_000.4, "$100,000.40"), (1_000_000.01, "$1,000,000.01"),
            (9_999_999_999_999.99, "$9,999,999,999,999.99"),
            (1e14, "$100,000,000,000,000"),
            (1e300, "$1e+300"), (.infinity, "$inf"),
        ])
    func money(amount: Double, text: String) {
        #expect(USD(amount).text == text)
    }

    @Test(
        "Spans are in a unit that leaves one or two digits",
        arguments: [
            (-5, "0 s"), (0, "0 s"), (99, "99 s"), (100, "1 min"), (5999, "99 min"), (6000, "1 h"),
            (172_799, "47 h"),
            (172_800, "2 d"), (1e30, "347222222 d"),
        ])
    func spans(seconds: Double, text: String) {
        #expect(Duration.seconds(min(seconds, 1e18)).inOneUnit == text)
    }

    @Test(
        "Where somebody has to be ready, minutes stand beside few hours",
        arguments: [
            (99, "99 s"), (5999, "99 min"), (6000, "1 h 40 m"), (12_059, "3 h 20 m"), (35_999, "9 h 59 m"),
            (36_000, "10 h"), (172_800, "2 d"),
        ])
    func minutes(seconds: Double, text: String) {
        #expect(Duration.seconds(seconds).inOneUnitOrTwo == text)
    }

    @Test(
        "What is told goes by the pattern, else the last day, else the last hour, and by the hour where it is a page's matter",
        arguments: [
            (nil, "", ""),
            (SampleTeams.Recent(), "", ""),
            (SampleTeams.Recent(minutes: 60), "", ""),
            (SampleTeams.Recent(minutes: 0, hour: 1), "$1.00/h", "runs out in 2 d, 7 d before its reset"),
            (SampleTeams.Recent(hour: 0.001), "$0.0010/h", ""),
            (SampleTeams.Recent(hour: 0, day: 20), "$20.00/d", "runs out in 2 d, 6 d before its reset"),
            (SampleTeams.Recent(hour: 0, day: 0), "$0.00/d", ""),
            // The same five minutes, too little for four hours, and enough.
            (SampleTeams.Recent(minutes: 1, hour: 20, day: 20), "$20.00/d", "runs out in 2 d, 6 d before its reset"),
            (
                SampleTeams.Recent(minutes: 2, hour: 20, day: 20), "$20.00/h",
                "runs out in 2 h 59 m, 9 d before its reset"
            ),
            (SampleTeams.Recent(hour: 20, day: 20), "$20.00/h", "runs out in 2 h 59 m, 9 d before its reset"),
            (SampleTeams.Recent(hour: 20, day: 2), "$20.00/h", "runs out in 2 h 59 m, 9 d before its reset"),
            (SampleTeams.Recent(minutes: 2, hour: 14, day: 2), "$2.00/d", ""),
            // The pattern knows more than the last day: a quiet one, and a busy one.
            (SampleTeams.Recent(hour: 0, day: 0, pattern: 20), "$0.00/d", "runs out in 2 d, 6 d before its reset"),
            (SampleTeams.Recent(hour: 0, day: 20, pattern: 2), "$20.00/d", ""),
            (SampleTeams.Recent(pattern: 20), "", "runs out in 2 d, 6 d before its reset"),
            // A nightly job, which the pattern knows to end soon, and one that runs away.
            (SampleTeams.Recent(minutes: 2, hour: 20, day: 20, pattern: 2), "$20.00/d", ""),
            (
                SampleTeams.Recent(minutes: 2, hour: 20, day: 20, pattern: 320), "$20.00/h",
                "runs out in 4 h 29 m, 9 d before its reset"
            ),
            (
                SampleTeams.Recent(minutes: 0.5, hour: 20, day: 20, pattern: 320), "$20.00/d",
                "runs out in 4 h 29 m, 9 d before its reset"
            ),
        ] as [(SampleTeams.Recent?, String, String)])
    func outlook(recent: SampleTeams.Recent?, rate: String, text: String) {
        let team = SampleTeams.team("x", id: "x", spend: 40, limit: .limited(100), recent: recent)
        let standing = Standing(team, now: SampleTeams.now)
        #expect(standing.rate == rate)
        #expect(standing.marks.map(\.text).joined() == text)
        let isSoon = rate == "$20.00/h"
        #expect(standing.marks.allSatisfy { $0.tone == (isSoon ? .alarm : .warning) })
    }

    @Test("Spend at the reset goes by the same rate; without a reset to come there is none, and no lead before it")
    func atReset() {
        func standing(_ spend: Double, _ resetsIn: Duration?) -> Standing {
            let team = SampleTeams.team(
                "x", id: "x", spend: spend, limit: .limited(100), resetsIn: resetsIn,
                recent: SampleTeams.Recent(minutes: 0, hour: 0, day: 10))
            return Standing(team, now: SampleTeams.now)
        }
        #expect(standing(40, .seconds(432_000)).projectedSpend == "$90.00")
        #expect(standing(40, .seconds(432_000)).marks.map(\.text) == [])
        #expect(standing(40, nil).projectedSpend == "")
        #expect(standing(40, nil).marks.map(\.text) == ["runs out in 5 d"])
        #expect(standing(40, .seconds(-7200)).marks.map(\.text) == ["runs out in 5 d"])
        #expect(standing(99.9999, .seconds(432_000)).marks.map(\.text) == ["runs out now, 5 d before its reset"])
        #expect(standing(100, .seconds(432_000)).marks.map(\.text) == ["exhausted"])
    }

    @Test("A forecast that says that but not when, or a time after the reset, is believed as far as it goes")
    func vagueForecast() {
        func standing(exhaustsAt: Timestamp?) -> Standing {
            var team = SampleTeams.team("x", id: "x", spend: 40, limit: .limited(100), resetsIn: .seconds(7200))
            team.history = AccountHistory(
                spendTotal: 40,
                outlooks: [
                    Outlook(
                        window: SpendWindow(label: "pattern", duration: .zero), ratePerSecond: 1,
                        exhaustsAt: exhaustsAt,
                        exhaustsBeforeReset: true)
                ])
            return Standing(team, now: SampleTeams.now)
        }
        #expect(standing(exhaustsAt: nil).marks.map(\.text) == ["runs out"])
        #expect(standing(exhaustsAt: nil).marks.map(\.shortText) == ["runs out"])
        let late = SampleTeams.now + .seconds(7260)
        #expect(standing(exhaustsAt: late).marks.map(\.text) == ["runs out in 2 h 1 m"])
    }

    @Test("A team that is blocked spends no more, so nothing is foretold of it")
    func blocked() {
        let team = SampleTeams.team(
            "x", id: "x", spend: 40, limit: .limited(100), isBlocked: true, recent: SampleTeams.Recent(hour: 60))
        let standing = Standing(team, now: SampleTeams.now)
        #expect(standing.marks.map(\.text) == ["blocked"])
        #expect(standing.projectedSpend == "")
        #expect(standing.rate == "$60.00/h")
    }

    @Test("Where cells are few the mark loses its lead, then its minutes")
    func marks() {
        let mark = Standing.Mark.runningOut(
            RunningOut(
                end: RunningOut.End(lasts: .seconds(12_000), lead: .seconds(12 * 86_400)), isImminent: true))
        #expect(mark.text == "runs out in 3 h 20 m, 12 d before its reset")
        #expect(mark.briefText == "runs out in 3 h 20 m")
        #expect(mark.shortText == "out in 3 h")
    }

    @Test(
        "Used is 100% only when it is used up",
        arguments: [
            (0, 10, "0%"), (9.96, 10, "99%"), (10, 10, "100%"), (12.54, 10, "125%"), (55, 0.5, ">999%"),
            (-3.5, 10, "-35%"), (1e300, 1e-300, ">999%"), (-1e300, 1, "-999%"), (5, 0, ""),
        ])
    func ratios(spend: Double, limit: Double, text: String) {
        let team = SampleTeams.team("x", id: "x", spend: spend, limit: .limited(USD(limit)))
        #expect(Standing(team, now: SampleTeams.now).ratio == text)
    }

    @Test("Teams with one alias, and those whose long ones look alike once cut, bear a part of their ids")
    func names() {
        func names(_ teams: [(alias: String?, id: String)], _ width: Int) -> [String] {
            let teams = teams.map { SampleTeams.team($0.alias, id: $0.id, spend: 0, limit: .unlimited) }
            return TeamNames(teams, in: .unicode).cut(toCells: width)
        }
        #expect(names([("a", "1"), ("b", "2")], 20) == ["a", "b"])
        #expect(
            names([("a", "0123456789"), ("a", "0123499999"), ("a", "ffffff")], 20)
                == ["a (012345)", "a (012349)", "a (ffffff)"])
        #expect(
            names([("a", "team-number-1-eu"), ("a", "team-number-2-eu")], 20) == ["a (…r-1-eu)", "a (…r-2-eu)"])
        #expect(
            names([("long enough 1", "111111"), ("long enough 2", "222222")], 12) == ["lo… (111111)", "lo… (222222)"])
        #expect(names([("a", "111111"), (" a ", "222222")], 20) == ["a (111111)", "a (222222)"])
        #expect(names([("", "one"), ("  ", "two"), (nil, "three")], 20) == ["one", "two", "three"])
        // A mark after it keeps what follows from being drawn from right to left.
        #expect(names([("שלום", "1")], 20) == ["שלום\u{200E}"])
    }

    @Test(
        "The terminal is as wide as it says, else as COLUMNS says, else 80, and bare where colours are not wanted",
        arguments: [
            (nil, [:], Terminal(width: 80)),
            (nil, ["COLUMNS": "120"], Terminal(width: 120)),
            (nil, ["COLUMNS": "wide"], Terminal(width: 80)),
            (nil, ["COLUMNS": "3"], Terminal(width: 20)),
            (
                Terminal.Window(columns: 132, rows: 43), ["COLUMNS": "120"],
                Terminal(width: 132, height: 43, hasColours: true)
            ),
            (Terminal.Window(columns: 0, rows: 0), [:], Terminal(width: 80, height: 24, hasColours: true)),
            (Terminal.Window(columns: 99, rows: 9), ["NO_COLOR": "1"], Terminal(width: 99, height: 9)),
            (
                Terminal.Window(columns: 99, rows: 9), ["NO_COLOR": ""],
                Terminal(width: 99, height: 9, hasColours: true)
            ),
            (Terminal.Window(columns: 99, rows: 9), ["TERM": "dumb"], Terminal(width: 99, height: 9)),
            (nil, ["LANG": "de_CH.UTF-8"], Terminal(width: 80)),
            (nil, ["LANG": "de_CH.utf8", "LC_ALL": ""], Terminal(width: 80)),
            (nil, ["LANG": "C.UTF-8", "LC_ALL": "C"], Terminal(width: 80, characters: .ascii)),
            (nil, ["LANG": "en_US.ISO-8859-1"], Terminal(width: 80, characters: .ascii)),
            (nil, ["LC_CTYPE": "UTF-8", "LANG": "C"], Terminal(width: 80)),
        ] as [(Terminal.Window?, [String: String], Terminal)])
    func terminal(window: Terminal.Window?, environment: [String: String], expected: Terminal) {
        #expect(Terminal(window, environment: environment) == expected)
    }
}

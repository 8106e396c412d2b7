import TestSupport
import Testing

@testable import Commands

@Suite("What is written about replay") struct ReplayDocumentTests {
    private static let stories = [
        "growth", "scheduled-reset-with-late-date", "reset-by-hand", "rollover", "total-spend-appears",
        "limit-raised-and-cut", "unlimited", "exhausted", "gap", "backwards", "two-accounts", "unknown-spend", "dates",
    ]

    @Test("answers as the golden file has it, whatever pieces it reads; `make docs` writes that", arguments: stories)
    func golden(story: String) throws {
        let input = GeneratedDocument("Tests/CommandsTests/Golden/replay/\(story).jsonl").text
        try #require(!input.isEmpty)
        let outcome = ReplayOutcome(input.utf8)
        #expect(outcome.errors == [])
        #expect(outcome.isFlawless)
        let answers = GeneratedDocument("Tests/CommandsTests/Golden/replay/\(story).answers.jsonl")
        #expect(try answers.matches(outcome.output))
        let inPieces = [1, 7, 64].map { ReplayOutcome(input.utf8, pieceLength: $0) == outcome }
        #expect(inPieces == [true, true, true])
        let fromWindows = "\u{FEFF}" + input.dropLast().replacing("\n", with: "\r\n\r\n \t\r\n")
        let isSame = ReplayOutcome(fromWindows.utf8, pieceLength: 5) == outcome
        #expect(isSame, "a byte order mark, CR LF, blank lines and a last line without an end change nothing")
    }

    @Test("The example in the documentation is true")
    func example() throws {
        let page = GeneratedDocument("docs/replay.md").text
        func block(after mark: String) throws -> String {
            let start = try #require(page.firstRange(of: "<!-- replay: \(mark) -->\n\n```json\n")).upperBound
            return String(page[start..<(try #require(page[start...].firstRange(of: "```"))).lowerBound])
        }
        let outcome = ReplayOutcome(try block(after: "read").utf8)
        #expect(outcome.errors == [])
        let written = try block(after: "written")
        #expect(outcome.output == written)
    }

    @Test("The help text tells the truth")
    func help() {
        let lines = ReplayHelp.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.count <= 100 })
        let objects = ReplayHelp.text.split(separator: "\n\n").filter { $0.hasPrefix("  {") }.map {
            $0.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
        }
        #expect(objects.count == 2)
        let outcome = ReplayOutcome(objects[0].utf8)
        #expect(outcome.errors == [])
        #expect(outcome.output == objects[1] + "\n")
    }
}

import FoundationEssentials
import TestSupport
import Testing

@testable import Commands

@Suite("Replay") struct ReplayTests {
    private static let date =
        "is neither a date like 2026-12-01T00:00:00Z nor a Unix time in seconds of the years 1 to 9999"
    private static let memberID =
        "id of a team_member is not its team's id, a slash and its user's id, with %2F and %25 for slashes and percent signs in them"

    @Test(
        "A line that is no observation is named, not repeated, and the rest goes on",
        arguments: [
            ("secret", "is not JSON, as byte 1 of the line shows"),
            (#"{"time":1"#, "is not JSON, as byte 10 of the line shows"),
            (#"{"time":1,"kind":"team","id":"t"} {}"#, "is not JSON, as byte 35 of the line shows"),
            (#"{"time":NaN}"#, "is not JSON, as byte 9 of the line shows"),
            ("[]", "is not a JSON object; each line is one observation in braces"),
            ("null", "is not a JSON object; each line is one observation in braces"),
            ("{}", "lacks time"),
            (#"{"time":null}"#, "lacks time"),
            (#"{"time":"2026-12-01T00:00:00Z"}"#, "time is not a number"),
            (#"{"time":1763683200000}"#, "time is not a Unix time in seconds of the years 1 to 9999"),
            (#"{"time":1e999}"#, "time is not a Unix time in seconds of the years 1 to 9999"),
            (#"{"time":1}"#, "lacks kind"),
            (#"{"time":1,"kind":7}"#, "kind is not a text in UTF-8"),
            (
                #"{"time":1,"kind":"tribe"}"#,
                "kind is none of proxy, team, key, team_member, user, organization, customer, provider"
            ),
            (#"{"time":1,"kind":"team"}"#, "lacks id"),
            (#"{"time":1,"kind":"team","id":7}"#, "id is not a text in UTF-8"),
            (#"{"time":1,"kind":"team","id":"\ud800"}"#, "id is not a text in UTF-8"),
            (#"{"time":1,"kind":"team","id":"t","spend":"7"}"#, "spend is not a number"),
            (#"{"time":1,"kind":"team","id":"t","spend":1e999}"#, "spend is not a number"),
            (#"{"time":1,"kind":"team","id":"t","total_spend":true}"#, "total_spend is not a number"),
            (#"{"time":1,"kind":"team","id":"t","max_budget":{}}"#, "max_budget is not a number"),
            (#"{"time":1,"kind":"team","id":"t","budget_reset_at":"soon"}"#, "budget_reset_at " + date),
            (#"{"time":1,"kind":"team","id":"t","budget_reset_at":1e300}"#, "budget_reset_at " + date),
            (#"{"time":1,"kind":"team","id":"t","created_at":[]}"#, "created_at " + date),
            (#"{"time":1,"kind":"team_member","id":"t"}"#, memberID),
            (#"{"time":1,"kind":"team_member","id":"t/u/v"}"#, memberID),
            (#"{"time":1,"kind":"team_member","id":"t/%2"}"#, memberID),
            (#"{"time":1,"kind":"team_member","id":"t/%FF"}"#, memberID),
        ])
    func complaints(line: String, complaint: String) {
        let good = #"{"time":1,"kind":"team","id":"t"}"#
        let answer = ReplayOutcome(good.utf8).output
        #expect(
            ReplayOutcome("\n\(good)\n\(line)\n\(good)".utf8)
                == ReplayOutcome(output: answer + answer, errors: ["looks.jsonl:3: \(complaint)"], isFlawless: false))
    }

    @Test("Numbers beyond any money are no reason to write what is not JSON")
    func infinities() throws {
        func look(_ time: Int, _ spend: String) -> String {
            #"{"time":\#(time),"kind":"team","id":"t","spend":\#(spend),"max_budget":1.7e308,"budget_reset_at":2e10}"#
        }
        let spends = ["-1.7e308", "1e308", "1.7e308", "-0.0", "1.7e308", "5e-324"]
        let looks = (0..<600).map { look($0 * 60, spends[$0 / 100]) }.joined(separator: "\n")
        let outcome = ReplayOutcome(looks.utf8)
        #expect(outcome.errors == [])
        let answers = outcome.output.split(separator: "\n")
        #expect(answers.count == 600)
        let unreadable = answers.filter { (try? JSONDecoder().decode(Anything.self, from: Data($0.utf8))) == nil }
        #expect(unreadable == [])
    }

    /// JSON of any kind, all of it read: what is not asked for, `JSONDecoder` does not look at closely.
    private struct Anything: Decodable {
        private struct Name: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }

            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            if let object = try? decoder.container(keyedBy: Name.self) {
                for name in object.allKeys { _ = try object.decode(Anything.self, forKey: name) }
            } else if var array = try? decoder.unkeyedContainer() {
                while !array.isAtEnd { _ = try array.decode(Anything.self) }
            } else {
                let value = try decoder.singleValueContainer()
                if value.decodeNil() || (try? value.decode(Bool.self)) != nil { return }
                if (try? value.decode(String.self)) == nil { _ = try value.decode(Double.self) }
            }
        }
    }

    @Test("Bytes that are not UTF-8 are no id, and a line without end is passed over, not kept")
    func bytes() {
        let good = Array(#"{"time":1,"kind":"team","id":"t"}"#.utf8)
        let broken = good.map { $0 == UInt8(ascii: "t") ? 0xFF : $0 }
        #expect(ReplayOutcome(broken).errors.count == 1)
        let id = Array(#"{"time":1,"kind":"team","id":""#.utf8) + [0xC3, 0x28, 0x22, 0x7D]
        #expect(ReplayOutcome(id).errors == ["looks.jsonl:1: id is not a text in UTF-8"])

        let longest = [UInt8](repeating: 0x20, count: LineSplitter.longestLine - good.count) + good
        let tooLong = [0x20] + longest
        let outcome = ReplayOutcome(longest + [0x0A] + tooLong + [0x0A] + tooLong + tooLong + [0x0A] + good)
        #expect(outcome.output == ReplayOutcome(good + [0x0A] + good).output)
        #expect(
            outcome.errors
                == [2, 3].map {
                    "looks.jsonl:\($0): is longer than 1048576 bytes; is it the right file?"
                })
    }

    @Test("Whatever is done to a line, it is read or refused as by another reader of JSON")
    func mutations() {
        let text = #"{"time":1.5e3,"kind":"team","x":[1,-2,{"y":null}],"id":"a\nbA\u00e9","spend":0.25,"z":true}"#
        let line = Array(text.utf8)
        let alphabet = Array(#"{}[]:,"\ntrue0 "#.utf8)
        var random = SplitMix64(seed: 4)
        var accepted = 0
        var differences: [String] = []
        for _ in 0..<5000 {
            var bytes = line
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                let index = bytes.indices.randomElement(using: &random)!
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = alphabet.randomElement(using: &random)!
                case 1: bytes.insert(alphabet.randomElement(using: &random)!, at: index)
                default: bytes.remove(at: index)
                }
            }
            var scanner = JSONScanner(bytes[...])
            let isJSON = (try? scanner.document { _, _ in }) != nil
            // Which puts up with a comma at the end of a list, unlike RFC 8259.
            let endsWithComma = String(decoding: bytes, as: UTF8.self).contains(/, *[\]}]/)
            let isJSONElsewhere =
                !endsWithComma && (try? JSONDecoder().decode(Anything.self, from: Data(bytes))) != nil
            if isJSON { accepted += 1 }
            if isJSON != isJSONElsewhere { differences.append(String(decoding: bytes, as: UTF8.self)) }
        }
        #expect(differences.prefix(5) == [])
        #expect((500...4500).contains(accepted), "\(accepted)")
    }

    @Test(
        "Texts mean what JSON says",
        arguments: [
            (#"plain"#, "plain"), (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"), (#"\u00E9\u0000"#, "é\0"),
            (#"\ud83d\ude00"#, "😀"), (#"\ud83d"#, nil), (#"\ude00"#, nil), (#"\ud83d\u0041"#, nil),
            (#"\ud83dx"#, nil),
        ] as [(String, String?)])
    func texts(written: String, meaning: String?) {
        #expect(String(json: Array(written.utf8)[...]) == meaning)
    }

    @Test("Nesting has an end, as the stack has")
    func nesting() {
        for (depth, isJSON) in [(60, true), (1000, false), (500_000, false)] {
            let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            var scanner = JSONScanner(Array(text.utf8)[...])
            #expect(((try? scanner.document { _, _ in }) != nil) == isJSON, "\(depth)")
        }
    }
}

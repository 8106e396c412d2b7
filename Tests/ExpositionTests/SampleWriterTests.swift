import Exposition
import TestSupport
import Testing

@Suite("Sample lines")
struct SampleWriterTests {
    private static let family = MetricFamily.gauge("g", help: "A gauge.")

    private static func line(_ labels: LabelBlock, _ value: Double) -> Substring? {
        var builder = SegmentBuilder(family)
        builder.render { $0.sample(labels, value) }
        return Exposition([builder.finish()]).text(.text004).split(separator: "\n").last
    }

    private static func written(_ value: Double) -> String {
        String(line(LabelBlock(), value)?.dropFirst(2) ?? "")
    }

    private static let numbers: [(Double, String)] = [
        (0, "0"), (-0.0, "-0"), (1, "1"), (-1, "-1"), (10, "10"), (99, "99"), (100, "100"),
        (1_234_567_890, "1234567890"),
        (1e6, "1000000"), (1e15, "1000000000000000"), (0x1p53 - 1, "9007199254740991"),
        (0x1p53, "9007199254740992"), (0x1p53 + 2, "9.007199254740994e+15"), (-0x1p53, "-9007199254740992"),
        (1e16, "1e+16"), (-1e16, "-1e+16"), (1e22, "1e+22"), (1.5e300, "1.5e+300"),
        (0.1, "0.1"), (0.1 + 0.2, "0.30000000000000004"), (12.5, "12.5"), (-12.5, "-12.5"), (1.1, "1.1"),
        (0.0001, "0.0001"), (1e-5, "1e-05"), (1e-7, "1e-07"), (1.25e-7, "1.25e-07"), (100.05, "100.05"),
        (1.0 / 3, "0.3333333333333333"), (4_503_599_627_370_495.5, "4503599627370495.5"),
        (Double.greatestFiniteMagnitude, "1.7976931348623157e+308"),
        (-.leastNormalMagnitude, "-2.2250738585072014e-308"), (Double.leastNonzeroMagnitude, "5e-324"),
        (Double.infinity, "+Inf"), (-.infinity, "-Inf"), (Double.nan, "NaN"),
    ]

    @Test("A number is written as the formats read it", arguments: numbers)
    func number(value: Double, expected: String) {
        #expect(Self.written(value) == expected)
    }

    @Test("Any finite number reads back to the same bits, in no more digits than Swift needs")
    func roundTrip() throws {
        var generator = SplitMix64(seed: 1)
        for _ in 0..<20_000 {
            let bits = generator.next()
            let candidates = [
                Double(bitPattern: bits), Double(Int64(bitPattern: bits) >> Int64(bits & 31)),
                Double(bits % 100_000_000) / 1e6, Double(bits % 1_000_000) / 1e9,
            ]
            for value in candidates where value.isFinite {
                let text = Self.written(value)
                let back = try #require(Double(text), "\(value) was written as \(text)")
                #expect(back.bitPattern == value.bitPattern, "\(value) was written as \(text)")
                #expect(text.utf8.count <= value.description.utf8.count, "\(value) was written as \(text)")
            }
        }
    }

    @Test(
        "A label value is escaped and nothing else is changed",
        arguments: [
            ("plain", "plain"), ("", ""), ("a\"b", #"a\"b"#), (#"\"#, #"\\"#), ("a\nb", #"a\nb"#),
            (#"a\nb"#, #"a\\nb"#), ("\"\\\n", #"\"\\\n"#), ("{a=\"b\"} 1", #"{a=\"b\"} 1"#), ("# EOF", "# EOF"),
            ("tab\tand\rreturn", "tab\tand\rreturn"), ("\r\n", "\r\\n"), ("👩‍👩‍👧 team", "👩‍👩‍👧 team"),
            ("فريق \"1\"", #"فريق \"1\""#),
            ("e\u{301}", "e\u{301}"), ("\u{2028}\u{0}", "\u{2028}\u{0}"),
            (String(repeating: "ä", count: 1000), String(repeating: "ä", count: 1000)),
            (String(repeating: "\"", count: 2000), String(repeating: #"\""#, count: 2000)),
        ])
    func escaping(value: String, expected: String) {
        var builder = SegmentBuilder(Self.family)
        builder.render { $0.sample(LabelBlock(["l": value]), 1) }
        let text = Exposition([builder.finish()]).text(.text004)
        // As bytes: some different ones are equal text.
        #expect(
            Array(text.utf8) == Array("# HELP g A gauge.\n# TYPE g gauge\ng{l=\"\(expected)\"} 1\n".utf8))
    }

    @Test("Lines longer than the buffer are written whole")
    func longLines() {
        let labels = LabelBlock(["l": String(repeating: "x", count: 100_000)])
        var builder = SegmentBuilder(Self.family)
        builder.render { writer in
            for number in 0..<3 {
                writer.sample(labels, and: LabelBlock(["n": "\(number)"]), Double(number))
            }
        }
        let lines = Exposition([builder.finish()]).text(.text004).split(separator: "\n").dropFirst(2)
        #expect(lines.map { $0.suffix(9) } == [#",n="0"} 0"#, #",n="1"} 1"#, #",n="2"} 2"#])
        #expect(lines.allSatisfy { $0.utf8.count == 100_000 + #"g{l="",n="0"} 0"#.utf8.count })
    }

    @Test("Labels of two blocks are separated by one comma, and none makes no braces")
    func blocks() {
        let team = LabelBlock(["team_id": "t"])
        let window = LabelBlock(["window": "1h"])
        var builder = SegmentBuilder(Self.family)
        builder.render {
            $0.sample(1)
            $0.sample(LabelBlock(), 2)
            $0.sample(team, 3)
            $0.sample(team, and: window, 4)
            $0.sample(LabelBlock(), and: window, 5)
            $0.sample(team, and: LabelBlock(), 6)
            $0.sample(team.adding(window), 7)
            $0.sample(LabelBlock().adding(window).adding(LabelBlock()), 8)
        }
        #expect(
            Exposition([builder.finish()]).text(.text004) == #"""
                # HELP g A gauge.
                # TYPE g gauge
                g 1
                g 2
                g{team_id="t"} 3
                g{team_id="t",window="1h"} 4
                g{window="1h"} 5
                g{team_id="t"} 6
                g{team_id="t",window="1h"} 7
                g{window="1h"} 8

                """#)
    }
}

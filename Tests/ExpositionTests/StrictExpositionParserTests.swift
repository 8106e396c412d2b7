import TestSupport
import Testing

@Suite("The strict parser of the tests")
struct StrictExpositionParserTests {
    private typealias Rule = ExpositionViolation.Rule

    private static let head = "# HELP a A.\n# TYPE a gauge\n"
    private static let counterHead = "# HELP a_total A.\n# TYPE a_total counter\n"
    private static let histogramHead = "# HELP h H.\n# TYPE h histogram\n"

    private static func violation(
        _ page: String, _ format: StrictExpositionParser.Format = .text004
    ) -> ExpositionViolation? {
        do throws(ExpositionViolation) {
            _ = try StrictExpositionParser.parse(page.utf8, as: format)
            return nil
        } catch {
            return error
        }
    }

    private static let badTextPages: [(String, ExpositionViolation.Rule, Int)] = [
        (head + "a 1", .noFinalLineFeed, 0),
        ("", .noFinalLineFeed, 0),
        (head + "\na 1\n", .unknownLine, 3),
        (head + "# a comment\na 1\n", .unknownLine, 3),
        (head + "a 1\n# EOF\n", .unknownLine, 4),
        ("# HELP a A.\n# TYPE a gauge\n# UNIT a usd\na 1\n", .unknownLine, 3),
        ("#HELP a A.\n", .unknownLine, 1),
        ("# HELP a A.\n# HELP a A.\n# TYPE a gauge\na 1\n", .repeatedHead, 2),
        ("# TYPE a gauge\n# HELP a A.\na 1\n", .headsOutOfOrder, 2),
        ("# HELP a A.\na 1\n", .incompleteHead, 2),
        ("# TYPE a gauge\na 1\n", .incompleteHead, 2),
        ("a 1\n", .sampleOfOtherFamily, 1),
        (head + "a 1\n# HELP a A.\n", .headAfterSamples, 4),
        (head + "a 1\n# HELP b B.\n# TYPE b gauge\nb 1\n# HELP a A.\n", .familyInTwoGroups, 7),
        (head + "# HELP b B.\n# TYPE b gauge\nb 1\n", .familyWithoutSamples, 3),
        (head, .familyWithoutSamples, 2),
        ("# HELP a A.\n# TYPE a untyped\na 1\n", .unknownType, 2),
        ("# HELP a \n# TYPE a gauge\na 1\n", .emptyHelp, 1),
        ("# HELP a A\\t\n# TYPE a gauge\na 1\n", .badEscape, 1),
        ("# HELP a A\\\"\n# TYPE a gauge\na 1\n", .badEscape, 1),
        ("# HELP a A\\\n# TYPE a gauge\na 1\n", .badEscape, 1),
        ("# HELP a:b A.\n", .illegalName, 1),
        ("# HELP 1a A.\n", .illegalName, 1),
        (head + "a:b 1\n", .illegalName, 3),
        (head + "a{b-c=\"\"} 1\n", .illegalName, 3),
        (head + "a{__b=\"\"} 1\n", .illegalName, 3),
        ("# HELP a A.\n# TYPE a counter\na 1\n", .totalSuffix, 3),
        ("# HELP a_total A.\n# TYPE a_total gauge\na_total 1\n", .totalSuffix, 3),
        ("# HELP a_count A.\n# TYPE a_count gauge\na_count 1\n", .reservedSuffix, 3),
        (head + "a 1\n" + counterHead + "a_total 1\n", .nameClash, 6),
        (head + "b 1\n", .sampleOfOtherFamily, 3),
        (histogramHead + "h 1\n", .sampleOfOtherFamily, 3),
        (counterHead + "a_total 1\na_created 1\n", .sampleOfOtherFamily, 4),
        (head + "a{} 1\n", .malformedLabels, 3),
        (head + "a{b=\"1\",} 1\n", .malformedLabels, 3),
        (head + "a{b=\"1\" ,c=\"2\"} 1\n", .malformedLabels, 3),
        (head + "a{b=1} 1\n", .malformedLabels, 3),
        (head + "a{b=\"1} 1\n", .malformedLabels, 3),
        (head + "a{b=\"1\"}1\n", .malformedLabels, 3),
        (head + "a{b=\"\\t\"} 1\n", .badEscape, 3),
        (head + "a{b=\"a\"c\"} 1\n", .malformedLabels, 3),
        (head + "a{b=\"1\",b=\"2\"} 1\n", .repeatedLabel, 3),
        (head + "a{le=\"1\"} 1\n", .misplacedBucketLabel, 3),
        (histogramHead + "h_bucket 1\n", .misplacedBucketLabel, 3),
        (histogramHead + "h_sum{le=\"1\"} 1\n", .misplacedBucketLabel, 3),
        (head + "a  1\n", .malformedValue, 3),
        (head + "a \n", .malformedValue, 3),
        (head + "a 1 \n", .timestamp, 3),
        (head + "a 1 1795000000000\n", .timestamp, 3),
        (head + "a 1 # {} 1\n", .timestamp, 3),
        (head + "a 1\na 1\n", .repeatedSeries, 4),
        (head + "a{b=\"1\",c=\"2\"} 1\na{c=\"2\",b=\"1\"} 2\n", .repeatedSeries, 4),
        (head + "a NaN\n", .notANumber, 3),
        (counterHead + "a_total -1\n", .badCounterValue, 3),
        (counterHead + "a_total +Inf\n", .badCounterValue, 3),
        (histogramHead + "h_sum 1\nh_count 1\n", .incompleteHistogram, 4),
        (histogramHead + "h_bucket{le=\"1\"} 1\nh_sum 1\nh_count 1\n", .incompleteHistogram, 5),
        (histogramHead + "h_bucket{le=\"+Inf\"} 1\nh_count 1\n", .incompleteHistogram, 4),
        (histogramHead + "h_bucket{le=\"+Inf\"} 1\nh_sum 1\n", .incompleteHistogram, 4),
        (
            histogramHead + "h_bucket{le=\"x\"} 1\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n", .incompleteHistogram,
            6
        ),
        (
            histogramHead + "h_bucket{le=\"2\"} 1\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n",
            .bucketsOutOfOrder, 7
        ),
        (
            histogramHead + "h_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n",
            .bucketsNotCumulative, 6
        ),
        (histogramHead + "h_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 2\n", .bucketsNotCumulative, 5),
        (
            histogramHead + "h_bucket{a=\"1\",le=\"+Inf\"} 1\nh_bucket{a=\"2\",le=\"+Inf\"} 1\nh_sum{a=\"1\"} 1\n",
            .interleavedHistograms, 5
        ),
    ]

    @Test("A bad page of the Prometheus text formats is refused at its line", arguments: badTextPages)
    func badTextPage(page: String, rule: ExpositionViolation.Rule, line: Int) {
        for format in [StrictExpositionParser.Format.text004, .text100] {
            #expect(Self.violation(page, format) == ExpositionViolation(rule: rule, line: line))
        }
    }

    private static let badOpenMetricsPages: [(String, ExpositionViolation.Rule, Int)] = [
        ("# TYPE a gauge\n# HELP a A.\na 1\n", .noEndOfFile, 3),
        ("# TYPE a gauge\n# HELP a A.\n# EOF\na 1\n", .noEndOfFile, 4),
        ("# EOF\n# EOF\n", .unknownLine, 1),
        ("# HELP a A.\n# TYPE a gauge\na 1\n# EOF\n", .headsOutOfOrder, 2),
        ("# TYPE a_usd gauge\n# HELP a_usd A.\n# UNIT a_usd usd\na_usd 1\n# EOF\n", .headsOutOfOrder, 3),
        ("# TYPE a gauge\n# UNIT a usd\n# HELP a A.\na 1\n# EOF\n", .unitNotInName, 2),
        ("# TYPE a gauge\n# UNIT a \n# HELP a A.\na 1\n# EOF\n", .unitNotInName, 2),
        ("# TYPE a gauge\n# HELP a \"A\".\na 1\n# EOF\n", .badEscape, 2),
        ("# TYPE a_total counter\n# HELP a_total A.\na_total 1\n# EOF\n", .totalSuffix, 3),
        ("# TYPE a counter\n# HELP a A.\na 1\n# EOF\n", .sampleOfOtherFamily, 3),
        (
            "# TYPE a counter\n# HELP a A.\na_total 1\n# TYPE a_total gauge\n# HELP a_total A.\na_total 1\n# EOF\n",
            .totalSuffix, 6
        ),
        (
            "# TYPE h histogram\n# HELP h H.\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n# EOF\n",
            .bucketBoundNotCanonical, 6
        ),
    ]

    @Test("A bad OpenMetrics page is refused at its line", arguments: badOpenMetricsPages)
    func badOpenMetricsPage(page: String, rule: ExpositionViolation.Rule, line: Int) {
        #expect(Self.violation(page, .openMetrics100) == ExpositionViolation(rule: rule, line: line))
    }

    @Test("Bytes that are not UTF-8 are refused")
    func invalidUTF8() {
        #expect(throws: ExpositionViolation(rule: .invalidUTF8, line: 0)) {
            try StrictExpositionParser.parse(
                Array((Self.head + "a{b=\"").utf8) + [0xff] + Array("\"} 1\n".utf8), as: .text004)
        }
    }

    @Test(
        "What only some parsers take for a number is refused",
        arguments: [
            "Inf", "inf", "+inf", "nan", "+NaN", "+1", "0x10", "1_000", "1.", ".5", "1e", "1e+", "1E5", "1,5", "١",
            "--1",
            "infinity", "1e5.5",
        ])
    func badNumber(text: String) {
        #expect(Self.violation(Self.head + "a \(text)\n")?.rule == .malformedValue)
    }

    @Test(
        "Numbers as the formats write them are read",
        arguments: [("0", 0), ("-0.5", -0.5), ("1e+16", 1e16), ("1.5e-07", 1.5e-7), ("1e5", 1e5), ("+Inf", .infinity)])
    func goodNumber(text: String, value: Double) throws {
        let page = try StrictExpositionParser.parse((Self.head + "a \(text)\n").utf8, as: .text004)
        #expect(page.value("a") == value)
        #expect(page.samples(of: "a").map(\.text) == [text])
    }

    @Test("NaN is read where it is allowed")
    func allowedNaN() throws {
        let page = try StrictExpositionParser.parse((Self.head + "a NaN\n").utf8, as: .text004, allowsNaN: true)
        #expect(page.value("a")?.isNaN == true)
    }

    @Test("A good page gives its families, heads, labels and values")
    func goodPage() throws {
        let text = #"""
            # TYPE a_usd counter
            # UNIT a_usd usd
            # HELP a_usd A \"b\" \\ c\nd.
            a_usd_total{x="q\"\\\n",y="r\s"} 1.5
            a_usd_total{x="{,} 2",y=""} 2
            # TYPE h histogram
            # HELP h H.
            h_bucket{le="0.5"} 1
            h_bucket{le="+Inf"} 3
            h_sum 4
            h_count 3
            # EOF

            """#
        #expect(Self.violation(text, .openMetrics100) == ExpositionViolation(rule: .badEscape, line: 4))
        let page = try StrictExpositionParser.parse(
            text.split(separator: #"\s"#).joined().utf8, as: .openMetrics100)
        #expect(page.families.map(\.name) == ["a_usd", "h"])
        #expect(page.family("a_usd")?.type == .counter)
        #expect(page.family("a_usd")?.unit == "usd")
        #expect(page.family("a_usd")?.help == "A \"b\" \\ c\nd.")
        #expect(page.family("h")?.unit == nil)
        #expect(
            page.samples(of: "a_usd_total").map(\.series.labels) == [
                ["x": "q\"\\\n", "y": "r"], ["x": "{,} 2", "y": ""],
            ])
        #expect(page["a_usd_total", ["y": ""]] == 2)
        #expect(page["a_usd_total", [:]] == nil, "more than one series")
        #expect(page["a_usd_total", ["y": "z"]] == nil)
        #expect(page["h_bucket", ["le": "0.5"]] == 1)
        #expect(page.value("h_count") == 3)
        #expect(page.value("a_usd_total") == nil)
        #expect(page.samples(of: "a_usd").isEmpty)
    }

    @Test("Values of the same text in other bytes are other series")
    func canonicalEquivalence() throws {
        let text = Self.head + "a{b=\"\u{e9}\"} 1\na{b=\"e\u{301}\"} 2\n"
        #expect(try StrictExpositionParser.parse(text.utf8, as: .text004).samples(of: "a").map(\.value) == [1, 2])
    }

    @Test("An OpenMetrics page without families is a page")
    func emptyPage() throws {
        #expect(try StrictExpositionParser.parse("# EOF\n".utf8, as: .openMetrics100).families.isEmpty)
    }
}

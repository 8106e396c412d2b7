import TestSupport
import Testing

/// The other tests are worth as much as what reads the expressions for them.
@Suite struct PromQLSelectorTests {
    @Test(
        "selectors are found with their matchers, ranges and functions",
        arguments: [
            ("up", [PromQLSelector(name: "up")]),
            (
                #"up{job="a", x=~"b"} == 0"#,
                [PromQLSelector(name: "up", matchers: [matcher("job", "=", "a"), matcher("x", "=~", "b")])]
            ),
            (
                #"max without (instance) (increase(a_total{job='}'}[10m])) > scalar(b:c{job="d"})"#,
                [
                    PromQLSelector(
                        name: "a_total", matchers: [matcher("job", "=", "}")], range: "10m", function: "increase"),
                    PromQLSelector(name: "b:c", matchers: [matcher("job", "=", "d")], function: "scalar"),
                ]
            ),
            (
                "sum by (x) (a) / on (y) group_left (z) (b offset 1d) # c",
                [PromQLSelector(name: "a", function: "sum"), PromQLSelector(name: "b")]
            ),
            (
                #"label_replace(a and b, "x", "$1", "y", "(.+)\"") or time() - c > 2 * 3600"#,
                [
                    PromQLSelector(name: "a", function: "label_replace"),
                    PromQLSelector(name: "b", function: "label_replace"), PromQLSelector(name: "c"),
                ]
            ),
        ])
    func selectors(expression: String, expected: [PromQLSelector]) throws {
        #expect(try PromQLSelector.contents(of: expression).selectors == expected)
    }

    @Test("functions and aggregations are found")
    func functions() throws {
        let contents = try PromQLSelector.contents(of: "max without (on) (abs(a)) > scalar(b) and sum(c) by (d)")
        #expect(contents.functions == ["max", "abs", "scalar", "sum"])
    }

    @Test("what is no PromQL is refused")
    func refusal() {
        #expect(throws: PromQLToken.UnknownCharacter.self) { try PromQLSelector.contents(of: "a ? b") }
    }

    private static func matcher(_ label: String, _ comparison: String, _ value: String) -> PromQLSelector.Matcher {
        PromQLSelector.Matcher(label: label, comparison: comparison, value: value)
    }
}

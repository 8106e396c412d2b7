import AlertStory
import TestSupport
import Testing

@Suite struct PromQLTokenTests {
    @Test(
        "an expression is cut where its parts are",
        arguments: [
            ("rate(x[5m])", ["rate", "(", "x", "[", "5m", "]", ")"]),
            (
                "x{window=\"5m\", a='1h'} offset 1d",
                ["x", "{", "window", "=", "\"5m\"", ",", " ", "a", "=", "'1h'", "}", " ", "offset", " ", "1d"]
            ),
            ("job:x5m:sum > 2.5e3", ["job:x5m:sum", " ", ">", " ", "2.5e3"]),
            ("x[1h30m:1m] # 5m\n+ .5", ["x", "[", "1h30m", ":", "1m", "]", " ", "# 5m", "\n", "+", " ", ".5"]),
            (
                "a=~'b' != c and d@1 ? e",
                ["a", "=~", "'b'", " ", "!=", " ", "c", " ", "and", " ", "d", "@", "1", " ", "?", " ", "e"]
            ),
            (#"x{a="\"5m"}"#, ["x", "{", "a", "=", #""\"5m""#, "}"]),
        ])
    func tokens(expression: String, texts: [String]) {
        let tokens = PromQLToken.tokens(of: expression)
        #expect(tokens.map(\.text) == texts)
        #expect(tokens.map(\.text).joined() == expression)
    }

    @Test("spans and numbers are told apart, and neither is looked for in names and strings")
    func kinds() {
        func texts(_ kind: PromQLToken.Kind) -> [String] {
            PromQLToken.tokens(of: "x5m{a=\"3600\"}[5m] * 3600 / 0x1F > 1e3 and y_60[2h]").filter { $0.kind == kind }
                .map(\.text)
        }
        #expect(texts(.duration) == ["5m", "2h"])
        #expect(texts(.number) == ["3600", "0x1F", "1e3"])
        #expect(texts(.name) == ["x5m", "a", "and", "y_60"])
    }

    @Test("words are what means something, and what PromQL does not have is no word")
    func words() throws {
        let words = try PromQLToken.words(of: "a >= \"b\" # c")
        #expect(words.map(\.text) == ["a", ">=", "\"b\""])
        #expect(words.map(\.quoted) == [nil, nil, "b"])
        #expect(words.map(\.isComparison) == [false, true, false])
        #expect(throws: PromQLToken.UnknownCharacter.self) { try PromQLToken.words(of: "a ? b") }
    }

    @Test(
        "spans are divided to the millisecond",
        arguments: [
            ("30s", 60, "500ms"), ("5m", 60, "5s"), ("1h", 60, "60s"), ("1d", 60, "1440s"), ("1h30m", 60, "90s"),
            ("90s", 60, "1500ms"), ("1w", 7, "86400s"),
        ])
    func divided(text: String, factor: Int, result: String) {
        #expect(PrometheusDuration(text)?.divided(by: factor)?.text == result)
    }

    @Test("what is no span, or would lose a part of a millisecond, is refused")
    func refused() {
        #expect(PrometheusDuration("5") == nil)
        #expect(PrometheusDuration("m") == nil)
        #expect(PrometheusDuration("100ms")?.divided(by: 60) == nil)
    }
}

import Exposition
import TestSupport
import Testing

@Suite("Labels")
struct LabelBlockTests {
    @Test(
        "Only these names are legal",
        arguments: [
            ("team_id", true), ("a", true), ("_a", true), ("A9", true), ("metadata_cost_centre", true),
            ("", false), ("9a", false), ("__a", false), ("a-b", false), ("a:b", false), ("ä", false), ("a b", false),
            ("le", false), ("quantile", false),
        ])
    func legalNames(name: String, isLegal: Bool) {
        #expect(LabelBlock.isLegalName(name) == isLegal)
    }

    @Test("Equal labels make equal blocks, in either way of giving them")
    func equality() {
        let pairs = [(name: "team_id", value: "x"), (name: "team_alias", value: "y")]
        #expect(LabelBlock(pairs) == LabelBlock(["team_id": "x", "team_alias": "y"]))
        #expect(LabelBlock(pairs) != LabelBlock(pairs.reversed()))
        #expect(LabelBlock([]) == LabelBlock())
        #expect(LabelBlock(["team_id": "x"]).adding(LabelBlock(["team_alias": "y"])) == LabelBlock(pairs))
    }

    @Test(
        "A text is cut to a number of bytes between two scalars",
        arguments: [
            ("abc", 3, "abc"), ("abc", 2, "ab"), ("abc", 0, ""), ("abc", -1, ""), ("", 0, ""), ("", 5, ""),
            ("aé", 2, "a"), ("aé", 3, "aé"), ("é", 1, ""), ("€€", 5, "€"), ("😀b", 3, ""), ("😀b", 4, "😀"),
            ("😀b", 5, "😀b"),
        ])
    func cut(text: String, limit: Int, expected: String) {
        #expect(text.cut(toBytes: limit) == expected)
    }

    @Test("A cut text is the longest possible beginning, whatever it is made of")
    func cutIsLongest() {
        var generator = SplitMix64(seed: 2)
        let scalars: [Unicode.Scalar] = ["a", "é", "€", "😀", "\u{301}", "\u{200d}", "ش"]
        for _ in 0..<500 {
            let text = String(
                String.UnicodeScalarView((0..<12).map { _ in scalars.randomElement(using: &generator) ?? "a" }))
            for limit in 0...text.utf8.count {
                let cut = text.cut(toBytes: limit)
                #expect(text.utf8.starts(with: cut.utf8))
                #expect(cut.utf8.count <= limit && cut.utf8.count > limit - 4)
                #expect(String(validating: Array(text.utf8.prefix(cut.utf8.count)), as: UTF8.self) == cut)
            }
        }
    }
}

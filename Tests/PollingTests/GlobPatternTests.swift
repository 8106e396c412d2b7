import Testing

@testable import Polling

@Suite struct GlobPatternTests {
    @Test(
        "matches whole texts",
        arguments: [
            ("prod-*", "prod-a", true), ("prod-*", "prod-", true), ("prod-*", "preprod-a", false), ("*", "", true),
            ("*", "anything\nat all", true), ("?", "é", true), ("?", "", false), ("a?c", "abc", true),
            ("a?c", "ac", false), ("*-test-*", "x-test-y-test-z", true), ("*a*b", "aab", true), ("*a*b", "aaba", false),
            ("", "", true), ("", "x", false), ("a.c", "abc", false), ("[a]", "a", false), ("**", "x", true),
            ("Prod", "prod", false), ("*🚀", "to the 🚀", true), ("id/with space&?#3*", "id/with space&?#3-é", true),
        ] as [(String, String, Bool)])
    func matches(pattern: String, text: String, isMatch: Bool) {
        #expect(GlobPattern(pattern).matches(text) == isMatch)
    }

    @Test("a pattern of many stars takes no time to speak of")
    func doesNotBlowUp() {
        let pattern = GlobPattern(String(repeating: "*a", count: 40) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 2000)))
    }

    @Test("excludes beat includes, and either the id or the alias may match")
    func filters() {
        let filter = AccountFilter(includes: [GlobPattern("prod-*")], excludes: [GlobPattern("*-internal")])
        #expect(filter.admits(id: "prod-1", alias: nil))
        #expect(filter.admits(id: "1", alias: "prod-1"))
        #expect(!filter.admits(id: "1", alias: "test"))
        #expect(!filter.admits(id: "prod-1", alias: "x-internal"))
        #expect(AccountFilter().admits(id: "", alias: nil))
    }
}

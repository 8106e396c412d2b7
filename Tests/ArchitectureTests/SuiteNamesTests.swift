import FoundationEssentials
import Testing

/// What `scripts/test-thread-sanitizer` leaves out, it leaves out by name.
@Suite struct SuiteNamesTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    /// The files of the tests and of what they share, but for those that need a proxy or are no tests.
    private static func files() throws -> [String: String] {
        let others = ["EndToEndTests/", "ArchitectureTests/", "AlertStory/", "Benchmarks/"]
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path())
            .filter { path in path.hasSuffix(".swift") && !others.contains { path.hasPrefix($0) } }
        return Dictionary(
            uniqueKeysWithValues: try paths.map {
                ($0, try String(contentsOf: folder.appending(path: $0), encoding: .utf8))
            })
    }

    /// The types that start processes, by themselves or through another of these.
    private static func starters(in files: [String: String]) -> Set<String> {
        var starters: Set<String> = ["ChildProcess"]
        while true {
            let before = starters
            for text in files.values where !text.contains("@Test") && starters.contains(where: text.contains) {
                for match in text.matches(
                    of: /^(?:public )?(?:final )?(?:struct|enum|actor|class) ([A-Za-z]+)/.anchorsMatchLineEndings())
                {
                    starters.insert(String(match.1))
                }
            }
            if starters == before { return starters }
        }
    }

    @Test("suites that start processes are called ProcessTests, or are end-to-end ones")
    func processSuites() throws {
        let files = try Self.files()
        let starters = Self.starters(in: files)
        var suites = 0
        for (path, text) in files where text.contains("@Test") {
            guard let starter = starters.first(where: { text.contains("\($0).") || text.contains("\($0)(") }) else {
                continue
            }
            suites += 1
            #expect(text.contains(/(struct|extension) [A-Za-z]*ProcessTests/), "\(path) has \(starter)")
        }
        #expect(suites >= 15, "\(starters.sorted())")
    }
}

import FoundationEssentials
import TestSupport
import Testing

/// The tables of faults cannot rot: what they name is there, and what there is they name.
@Suite struct ReliabilityDocumentTests {
    private static let document = GeneratedDocument("docs/reliability.md")
    /// The cells of each row of a table.
    private static let rows = document.text.split(separator: "\n").filter { $0.hasPrefix("| ") }
        .map { row in row.dropFirst(2).dropLast(2).split(separator: " | ").map { String($0) } }

    @Test("Each fault that tests know has a row, and one only")
    func completeness() {
        let faults = UpstreamFault.allCases.map(\.rawValue) + OwnFault.allCases.map(\.rawValue)
        for fault in faults {
            #expect(Self.rows.count { $0.first == fault } == 1, "\(fault)")
        }
    }

    @Test("Each fuzz target has a row, and one only")
    func fuzzTargets() throws {
        let corpora = try FileManager.default.contentsOfDirectory(atPath: GeneratedDocument("Tests/Corpora").path)
            .filter { !$0.hasPrefix(".") }
        #expect(corpora.count >= 7)
        for target in corpora { #expect(Self.rows.count { $0.first == "`\(target)`" } == 1, "\(target)") }
    }

    @Test("Each test that is named is in the sources, and each row names one")
    func tests() throws {
        let known = try Self.testsInSources()
        #expect(known.count > 500)
        for row in Self.rows where row.count == 5 && row[0] != "fault" && row[0] != "---" {
            let names = row[4].matches(of: /`([A-Za-z.]+)`/).map { String($0.1) }
            #expect(!names.isEmpty, "\(row[0])")
            for name in names { #expect(known.contains(name), "\(row[0]) names \(name)") }
        }
    }

    /// `Suite.function` of each test function.
    private static func testsInSources() throws -> Set<String> {
        let folder = document.path.dropLast("docs/reliability.md".count) + "Tests"
        var known: Set<String> = []
        for path in try FileManager.default.subpathsOfDirectory(atPath: String(folder))
        where path.contains(/Tests(?:\+[A-Za-z]+)?\.swift$/) {
            var suite = ""
            for line in try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8).split(separator: "\n") {
                if let match = line.firstMatch(of: /(?:struct|enum|extension) ([A-Za-z]+Tests)\b/) {
                    suite = String(match.1)
                }
                if let match = line.firstMatch(of: /^ +(?:@Test )?func ([A-Za-z]+)\(/) {
                    known.insert("\(suite).\(match.1)")
                }
            }
        }
        return known
    }
}

import Serving
import TestSupport
import Testing

@testable import Commands

/// The page that people write their files by.
@Suite struct WebConfigurationDocumentTests {
    private static let page = GeneratedDocument("docs/web-configuration.md").text

    /// The keys in the first column of the page's tables.
    private static var documented: [String] {
        page.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|").map { $0.split(separator: "`") }
            guard line.hasPrefix("| `"), let cell = cells.first, cell.count > 1 else { return nil }
            return String(cell[1])
        }
    }

    @Test("it has a row for each key of the code, and for no other")
    func keys() {
        let keys = WebConfigurationKey.allCases.map(\.rawValue) + ["basic_auth_users.<name>"]
        let documented = Self.documented
        #expect(Set(documented).count == documented.count, "no key twice")
        #expect(documented.sorted() == keys.sorted())
    }

    @Test("its example is one that the exporter takes, without a remark")
    func example() throws {
        let start = try #require(Self.page.firstRange(of: "```yaml\n")).upperBound
        let end = try #require(Self.page[start...].firstRange(of: "```")).lowerBound
        let configuration = try WebConfigurationReader.configuration(
            String(Self.page[start..<end]), path: "/etc/litellm-budget-exporter/web.yml")
        #expect(configuration.tls?.clientPolicy == .requireAndVerify)
        #expect(configuration.users.count == 1 && configuration.bearerTokens != nil)
        #expect(configuration.remarks == [])
    }
}

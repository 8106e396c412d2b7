import TestSupport
import Testing

@testable import Commands

@Suite struct ConfigurationDocumentTests {
    @Test("docs/configuration.md has the table of all settings; `make docs` writes it")
    func isUpToDate() throws {
        let document = GeneratedDocument("docs/configuration.md")
        let expected = try #require(ConfigurationDocument.updated(document.text), "the page has lost its marks")
        #expect(try document.matches(expected))
    }
}

import TestSupport
import Testing

@testable import Commands

@Suite struct ConfigurationDocumentTests {
    @Test(
        "the table of all settings is up to date; `make docs` writes it",
        arguments: ["README.md", "docs/configuration.md"])
    func isUpToDate(path: String) throws {
        let document = GeneratedDocument(path)
        let expected = try #require(ConfigurationDocument.updated(document.text), "the page has lost its marks")
        #expect(try document.matches(expected))
    }
}

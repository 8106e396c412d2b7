import Catalogue
import TestSupport
import Testing

@Suite struct MetricsDocumentTests {
    @Test("docs/metrics.md is what the catalogue says; `make docs` writes it")
    func isUpToDate() throws {
        #expect(try GeneratedDocument("docs/metrics.md").matches(MetricsDocument.render()))
    }
}

import TestSupport
import Testing

@Suite struct DashboardDocumentTests {
    @Test("each file in dashboards/ is what the code says; `make docs` writes it", arguments: ShippedDashboards.all)
    func isUpToDate(dashboard: Dashboard) throws {
        let isUpToDate = try GeneratedDocument(dashboard.path).matches(dashboard.json.fileText)
        #expect(isUpToDate, "\(dashboard.path)")
    }
}

extension Dashboard: CustomTestStringConvertible {
    var testDescription: String { path }
}

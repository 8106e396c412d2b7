import TestSupport
import Testing

@Suite struct DashboardDocumentTests {
    @Test("each file in dashboards/ is what the code says; `make docs` writes it", arguments: ShippedDashboards.all)
    func isUpToDate(dashboard: Dashboard) throws {
        let isUpToDate = try GeneratedDocument(dashboard.path).matches(dashboard.json.fileText)
        #expect(isUpToDate, "\(dashboard.path)")
    }

    @Test("dashboards/README.md says what each panel answers; `make docs` writes it")
    func readme() throws {
        let isUpToDate = try GeneratedDocument(DashboardsReadme.path).matches(DashboardsReadme.render())
        #expect(isUpToDate)
    }
}

extension Dashboard: CustomTestStringConvertible {
    var testDescription: String { path }
}

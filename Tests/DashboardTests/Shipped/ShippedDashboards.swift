/// All dashboards that the repository ships.
enum ShippedDashboards {
    static let all = [
        OverviewDashboard.dashboard, TeamDashboard.dashboard, KeysDashboard.dashboard, ExporterDashboard.dashboard,
    ]
}

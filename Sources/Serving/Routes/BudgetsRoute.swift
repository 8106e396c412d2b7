import Hummingbird
import Threading

/// The page for people.
struct BudgetsRoute: Route {
    let configuration: ExporterServer.Configuration
    let latest: LatestSnapshot

    func respond(to request: Request) async -> Response {
        switch latest.availability {
        case .servable(let snapshot):
            let page = BudgetsPage(
                configuration: configuration, report: snapshot.report, query: TeamsQuery(request.uri.query),
                now: latest.time.now())
            return .page(.ok, await page.source())
        case .unavailable(let reason):
            let page = NoticePage(
                configuration: configuration, title: "Budgets", sentence: reason.sentence, root: "./")
            return .page(.ok, page.source)
        }
    }
}

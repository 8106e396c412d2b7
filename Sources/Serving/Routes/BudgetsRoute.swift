import Exposition
import Hummingbird
import Threading

/// The page for people.
struct BudgetsRoute: Route {
    let configuration: ExporterServer.Configuration
    let latest: LatestSnapshot

    func respond(to request: Request) async -> Response {
        switch latest.availability {
        case .servable(let snapshot):
            let query = TeamsQuery(request.uri.query)
            let page = BudgetsPage(
                configuration: configuration, report: snapshot.report, presentation: snapshot.presentation,
                query: query,
                now: latest.time.now())
            // The answer to a search repeats its words. By the length of such a page, deflated, whoever can make a browser
            // ask and sees how much comes back over TLS would guess what stands beside them: it is sent as it is.
            return await .page(.ok, page.source(), query.search.isEmpty ? request.contentEncoding : .identity)
        case .unavailable(let reason):
            let page = NoticePage(
                configuration: configuration, title: "Budgets", sentence: reason.sentence, root: "./")
            return await .page(.ok, page.source)
        }
    }
}

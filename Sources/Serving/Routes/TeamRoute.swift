public import Budgets
import HTTPTypes
import Hummingbird
import Polling
import Threading

/// One team, whose id is the last part of the path: as a page for people, and as JSON.
struct TeamRoute: Route {
    enum Form: Hashable, Sendable {
        case page
        case document
    }

    static let documentPrefix = TeamsRoute.path + "/"

    let form: Form
    let configuration: ExporterServer.Configuration
    let latest: LatestSnapshot
    let course: SpendCourse

    private var prefix: String { form == .page ? TeamPage.prefix : Self.documentPrefix }

    func respond(to request: Request) async -> Response {
        let snapshot: Snapshot
        switch latest.availability {
        case .servable(let servable): snapshot = servable
        case .unavailable(let reason): return await notice(.serviceUnavailable, "No budget to show", reason.sentence)
        }
        let id = String(percentEncoded: request.uri.path.dropFirst(prefix.count))
        guard let id, let team = snapshot.report.team(id) else {
            return await absence(of: id ?? "", in: snapshot.report)
        }
        let now = latest.time.now()
        switch form {
        case .page:
            let page = TeamPage(
                configuration: configuration, report: snapshot.report, presentation: snapshot.presentation, team: team,
                course: await course(team.id), now: now)
            return await .page(.ok, page.source(), request.contentEncoding)
        case .document:
            let document = TeamDocument(
                report: snapshot.report, presentation: snapshot.presentation, team: team, now: now)
            return await .json(.ok, document.source(), request.contentEncoding)
        }
    }

    /// Why there is nothing to say of a team: it need not be that there is none.
    private func absence(of id: String, in report: Report) async -> Response {
        let reliability = Reliability(report)
        if !reliability.isUp || reliability.readAt == nil {
            return await notice(
                .serviceUnavailable, "The team cannot be shown",
                "LiteLLM's teams cannot be read at the moment, so nothing is known of this one.")
        }
        if reliability.hiddenTeams > 0 || report.aliasesOfTeams[.team(id)] != nil {
            return await notice(
                .notFound, "The team is not shown",
                "No team with this id is shown; --limit.teams may hold it back, or it could not be read for long.")
        }
        return await notice(
            .notFound, "No such team", "No team with this id is known; its name may have changed, not its id.")
    }

    private func notice(_ status: HTTPResponse.Status, _ title: String, _ sentence: String) async -> Response {
        switch form {
        case .page:
            let page = NoticePage(configuration: configuration, title: title, sentence: sentence, root: "../")
            return await .page(status, page.source)
        case .document: return await .json(status, error: sentence)
        }
    }
}

/// Tells how spending of an account's running period went, asked when somebody looks.
public typealias SpendCourse = @Sendable (AccountID) async -> [SpendPoint]

extension Report {
    /// The team with an id, byte for byte; nil where it is not shown.
    fileprivate func team(_ text: String) -> Account? {
        let teams = accounts(.team)
        let id = AccountID.team(text)
        var (low, high) = (0, teams.count)
        while low < high {
            let middle = (low + high) / 2
            if teams[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < teams.count && teams[low].id == id ? teams[low] : nil
    }
}

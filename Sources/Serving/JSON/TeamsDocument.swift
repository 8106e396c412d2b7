import Budgets
import Polling

/// All teams and their budgets, for programs; `docs/api.md` describes it.
struct TeamsDocument: Sendable {
    let report: Report

    /// In parts, as pages are: a scrape never waits for it.
    @concurrent
    func source() async -> [UInt8] {
        await JSONWriter.longDocument { json in
            json.head(of: report)
            json.member("sources", objects: report.sources) { $0.members(of: $1) }
            await json.member(
                "teams", yieldingAfterEach: JSONWriter.accountsBetweenYields, objects: report.accounts(.team)
            ) { $0.members(ofTeam: $1) }
        }
    }
}

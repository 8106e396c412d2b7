import Budgets
import Polling
import Threading

/// One team with its keys and members, for programs; `docs/api.md` describes it.
struct TeamDocument: Sendable {
    let report: Report
    let presentation: Presentation
    let team: Account
    let now: Timestamp

    /// In parts, as pages are: a scrape never waits for it.
    @concurrent
    func source() async -> [UInt8] {
        let accounts = await TeamAccounts.of(team, in: report)
        let remarks = Reliability(report).remarks(at: now, staleAfter: presentation.staleAfter)
        return await JSONWriter.longDocument { json in
            json.head(of: report)
            json.member("remarks", strings: remarks)
            json.member("summary", Standing(team, now: now).sentence)
            json.member("team", object: team) { $0.members(ofTeam: $1) }
            json.modelBudgets(of: team)
            await json.accounts(of: accounts, shownID: presentation.shownID)
        }
    }
}

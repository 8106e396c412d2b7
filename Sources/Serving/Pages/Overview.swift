import Budgets
import Polling
import Threading

/// The teams of a report as a page shows them: chosen, in order, one page of many, and what all of them come to.
struct Overview: Sendable {
    /// So many teams on a page: as much as somebody looks through, and little enough to render between two scrapes.
    static let pageLength = 200
    /// How many teams are looked at before other tasks get a turn.
    private static let teamsBetweenYields = 500

    let query: TeamsQuery
    /// Of all teams.
    let count: Int
    let counts: StandingCounts
    let totals: Totals
    /// Names that more than one team has.
    let alikeNames: AlikeNames
    /// How many the search found.
    let matchCount: Int
    /// Those on the page.
    let standings: [Standing]

    var pageCount: Int { max(1, (matchCount + Self.pageLength - 1) / Self.pageLength) }

    /// Looks at all teams, in pieces: a scrape never waits for it.
    @concurrent
    static func looking(at report: Report, for query: TeamsQuery, now: Timestamp) async -> Overview {
        let teams = report.accounts(.team)
        var counts = StandingCounts()
        var matching: [Standing] = []
        var totals = Totals()
        var alikeNames = AlikeNames()
        for (index, team) in teams.enumerated() {
            let standing = Standing(team, now: now)
            counts.add(standing)
            totals.add(standing)
            alikeNames.add(team.name)
            if query.search.isEmpty || team.matches(query.search) { matching.append(standing) }
            if (index + 1).isMultiple(of: teamsBetweenYields) { await Task.yield() }
        }
        query.order.sort(&matching, isReversed: query.isReversed)
        var query = query
        query.page = min(query.page, max(1, (matching.count + pageLength - 1) / pageLength))
        let start = (query.page - 1) * pageLength
        return Overview(
            query: query, count: teams.count, counts: counts, totals: totals, alikeNames: alikeNames,
            matchCount: matching.count, standings: Array(matching[start..<min(start + pageLength, matching.count)]))
    }
}

extension Overview {
    /// Sums over all teams.
    struct Totals: Hashable, Sendable {
        /// What is known to be spent in the running periods.
        var spent: USD = 0
        /// That of teams without a limit.
        var spentWithoutLimit: USD = 0
        var limits: USD = 0
        /// What can still be spent; what one team has overspent another does not lack.
        var left: USD = 0
        var perDay: USD?
        /// Of how many teams that is known.
        var paced = 0
        /// Teams whose spend or limit is not known, so that the sums lack them.
        var unknown = 0

        mutating func add(_ standing: Standing) {
            let account = standing.account
            if account.spend == nil || account.limitKind == .unknown { unknown += 1 }
            if let spend = account.spend {
                spent = spent + spend
                if account.isUnlimited { spentWithoutLimit = spentWithoutLimit + spend }
            }
            if let limit = account.budget.limit.amount { limits = limits + limit }
            if let remaining = account.remaining, remaining > 0 { left = left + remaining }
            if let rate = standing.ratePerSecond {
                perDay = USD((perDay?.amount ?? 0) + rate.amount * 86_400)
                paced += 1
            }
        }
    }
}

extension AdminAPI {
    /// A page of all teams, in the order of their ids, as without a sort LiteLLM's order has no tie-breaker.
    public func teams(_ page: PageRequest) async throws(AdminError) -> Page<TeamRow> {
        let body = try await get(
            .teamList,
            [
                ("page", "\(page.number)"), ("page_size", "\(page.size)"), ("sort_by", "team_id"),
                ("sort_order", "asc"),
            ], as: TeamListBody.self)
        return Page(body.teams, totalPages: body.totalPages)
    }

    /// All teams at once, in no order, from proxies that do not list them by pages.
    ///
    /// The proxy makes some queries for each team and sends all their keys, so that the answer takes longer and is larger
    /// than any other.
    public func allTeams() async throws(AdminError) -> Page<TeamRow> {
        let body = try await get(.allTeams, limits: .ofAllTeams(configuration), as: [Lossy<TeamRow>].self)
        return Page(body, totalPages: 1)
    }

    /// The team as the list knows it; nil when the list, asked for this one id, is empty.
    public func listedTeam(id: String) async throws(AdminError) -> TeamRow? {
        let body = try await get(
            .teamList, [("page", "1"), ("page_size", "1"), ("team_id", id)], as: TeamListBody.self)
        // A proxy that does not know the filter would answer with somebody else.
        return body.teams.compactMap(\.row).first { $0.teamID.utf8.elementsEqual(id.utf8) }
    }

    /// The team as `/team/info` knows it. `key_limit` keeps LiteLLM from sending all its keys.
    ///
    /// A 404 does not prove that it is gone: LiteLLM answers so while its database is away.
    public func team(id: String) async throws(AdminError) -> TeamDetails {
        let details = try await get(.teamInfo, [("team_id", id), ("key_limit", "1")], as: TeamDetails.self)
        guard details.team.teamID.utf8.elementsEqual(id.utf8) else {
            throw AdminError(answeringAnotherQuestion: .teamInfo)
        }
        return details
    }
}

extension AdminAPI.Limits {
    fileprivate static func ofAllTeams(_ configuration: AdminAPI.Configuration) -> Self {
        Self(
            timeout: max(configuration.timeout, .seconds(120)),
            maximumBodyBytes: max(configuration.maximumBodyBytes, 256 << 20))
    }
}

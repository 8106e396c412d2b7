/// `GET /team/list`: all teams with their keys and members in one array. Older proxies have no other list.
struct UnpagedTeamListEndpoint: Endpoint {
    let route = "/team/list"

    func answer(_ call: Call, from database: inout Database) throws(Refusal) -> SimulatedResponse {
        let userID = call.query.filter("user_id")
        let isOwnQuery = userID != nil && userID == call.caller.userID
        guard call.caller.hasAdminView || isOwnQuery else {
            throw .detailError(
                status: 401,
                "Only admin users can query all teams/other teams. Your user role=\(call.caller.roleName)")
        }
        let organizationID = call.query.filter("organization_id")
        var objects: [JSONObject] = []
        // By alias; Swift's sort is stable, so teams without one stay in order of creation.
        let teams = database.teams.sorted(by: .creation).map { database.teams.rows[$0] }
            .sorted { ($0.alias ?? "").precedesByUTF8($1.alias ?? "") }
        // A row that does not pass validation is silently left out here.
        for team in teams where !team.isMalformed && call.distortion?.spoils(team.id) != true {
            if let userID, !team.members.contains(where: { $0.userID == userID }) { continue }
            if let organizationID, !Self.matches(team.organizationID, organizationID) { continue }
            // This answer too is written without the repair of numbers that JSON does not have.
            if [team.spend, team.maxBudget].contains(where: { $0?.isFinite == false }) { throw .unhandled }
            var object = TeamObject(team, call).listed
            object.set(
                "team_memberships", MembershipObject.all(of: team, call, database, onlyUser: userID, showsSource: false)
            )
            let positions = database.keyPositions(ofTeam: team.id)
            object.set("keys", positions.map { KeyObject(database.keys.rows[$0], call).inUnpagedList })
            objects.append(object)
        }
        return .json(200, objects)
    }

    private static func matches(_ id: String?, _ filter: String) -> Bool {
        filter == "default_organization" ? id == nil : id == filter
    }
}

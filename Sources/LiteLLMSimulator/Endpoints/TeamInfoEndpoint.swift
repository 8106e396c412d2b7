/// `GET /team/info`: one team with its keys and its members' budgets.
struct TeamInfoEndpoint: Endpoint {
    let route = "/team/info"

    func answer(_ call: Call, from database: inout Database) throws(Refusal) -> SimulatedResponse {
        var query = call.query
        let keyLimit = query.positive("key_limit")
        try query.validate()
        let id = try teamID(in: query)
        guard let team = database.teams[id] else { throw notFound(id) }
        if team.isMalformed || call.distortion?.spoils(id) == true {
            throw .proxyError(
                status: 400, message: "Authentication Error, Either user_id or user_email must be provided")
        }
        try checkAccess(of: call.caller, to: team)
        // LiteLLM reads this answer without the lists' repair of numbers that JSON does not have.
        if [team.spend, team.maxBudget].contains(where: { $0?.isFinite == false }) { throw .unhandled }

        let positions = database.keyPositions(ofTeam: id).prefix(keyLimit ?? .max)
        var body = JSONObject()
        body.set("team_id", id)
        body.set("team_info", TeamObject(team, call).detailed(database))
        body.set("keys", positions.map { KeyObject(database.keys.rows[$0], call).inTeam(database) })
        body.set("team_memberships", MembershipObject.all(of: team, call, database))
        return .json(200, body)
    }

    /// The same 404 as for a team that does not exist: LiteLLM does not tell them apart.
    func answerWithoutDatabase(_ call: Call) -> SimulatedResponse {
        do throws(Refusal) {
            return notFound(try teamID(in: call.query)).response
        } catch {
            return error.response
        }
    }

    private func teamID(in query: Query) throws(Refusal) -> String {
        guard let id = query["team_id"] else {
            throw .proxyError(
                status: 422,
                message: PythonText.dictionary("message", "Malformed request. No team id passed in."))
        }
        return id
    }

    private func notFound(_ id: String) -> Refusal {
        .proxyError(
            status: 404, message: PythonText.dictionary("message", "Team not found, passed team id: \(id)."))
    }

    private func checkAccess(of caller: Caller, to team: SimulatedTeam) throws(Refusal) {
        if caller.hasAdminView || caller.teamID == team.id { return }
        let reason: String
        if let userID = caller.userID {
            if team.members.contains(where: { $0.userID == userID }) { return }
            if let id = team.organizationID, caller.administeredOrganizations.contains(id) { return }
            reason = "User=\(userID) not authorized to access this team=\(team.id)"
        } else if let teamID = caller.teamID {
            reason = "Team key for team=\(teamID) not authorized to access this team=\(team.id)"
        } else {
            reason =
                "API key not authorized to access this team=\(team.id). "
                + "No user_id or team_id associated with this key."
        }
        throw .proxyError(status: 403, message: PythonText.dictionary("error", reason))
    }
}

/// `GET /v2/user/info`: one user; without a query the caller's own. It is also where the budget of the whole proxy can be
/// read.
struct UserInfoEndpoint: Endpoint {
    let route = "/v2/user/info"

    func answer(_ call: Call, from database: inout Database) throws(Refusal) -> SimulatedResponse {
        // The master key acts for this user.
        guard let id = call.query["user_id"] ?? (call.caller.isMaster ? "default_user_id" : call.caller.userID) else {
            throw .caught(
                status: 400,
                "user_id is required. Either pass it as a query parameter or authenticate with a user-bound key.")
        }
        // Whoever may not read a user is told the same as for one who does not exist.
        guard let user = database.users[id], mayRead(id, call.caller, &database) else {
            throw .caught(status: 404, "User not found: \(id)")
        }
        return .json(200, UserObject(user, call).detailed(teamIDs: database.teamIDs(ofUser: id)))
    }

    /// Not recorded; `/user/info`, which catches the database's error in the same way, answers this.
    func answerWithoutDatabase(_ call: Call) -> SimulatedResponse { Refusal.connectionFailed.response }

    /// Administrators, the user, and the administrators of the user's teams.
    private func mayRead(_ id: String, _ caller: Caller, _ database: inout Database) -> Bool {
        if caller.hasAdminView || caller.userID == id { return true }
        guard let callerID = caller.userID else { return false }
        return database.teamIDs(ofUser: id).contains { teamID in
            database.teams[teamID]?.members.contains { $0.userID == callerID && $0.role == "admin" } ?? false
        }
    }
}

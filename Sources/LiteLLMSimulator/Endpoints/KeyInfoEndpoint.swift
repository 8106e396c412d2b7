/// `GET /key/info`: one key by its hash or its secret; without a query the caller's own.
struct KeyInfoEndpoint: Endpoint {
    let route = "/key/info"

    func answer(_ call: Call, from database: inout Database) throws(Refusal) -> SimulatedResponse {
        // LiteLLM answers what it was asked for, so a secret in the query comes back.
        let asked = call.query.filter("key") ?? call.caller.token
        let token = asked.map { $0.hasPrefix("sk-") ? SimulatedKey.token(of: $0) : $0 }
        let archived = token.flatMap { database.deletedKey($0) }
        guard let asked, let key = token.flatMap({ database.keys[$0] }) ?? archived?.row else {
            throw .proxyError(status: 404, message: "Key not found in database", type: "not_found_error", param: "key")
        }
        guard mayRead(key, call.caller, database) else {
            throw .keyEndpoint(
                status: 403, "You are not allowed to access this key's info. Your role=\(call.caller.roleName)")
        }

        var info: JSONObject
        if database.keys[key.token] == nil, let archived {
            info = KeyObject(key, call).archived(database, deletedAt: archived.deletedAt, zone: .offset)
            info.set("status", SimulatedKey.Status.deleted.rawValue)
        } else {
            info = KeyObject(key, call).detailed(database)
            info.set("status", key.status(at: call.now).rawValue)
        }
        if !key.modelBudgets.isEmpty {
            info.set("model_max_budget_usage", ModelBudgetObjects.usage(key.modelBudgets, at: call.now))
        }
        if !key.budgetLimits.isEmpty { info.set("budget_limits_usage", usage(of: key.budgetLimits)) }
        var body = JSONObject()
        body.set("key", asked)
        body.set("info", info)
        return .json(200, body)
    }

    func answerWithoutDatabase(_ call: Call) -> SimulatedResponse { Refusal.connectionFailed.response }

    /// A caller without a user reads every key without one, and a member those of the team.
    private func mayRead(_ key: SimulatedKey, _ caller: Caller, _ database: Database) -> Bool {
        if caller.hasAdminView || caller.token == key.token || caller.userID == key.userID { return true }
        guard let userID = caller.userID, let team = key.teamID.flatMap({ database.teams[$0] }) else { return false }
        return team.members.contains { $0.userID == userID }
    }

    private func usage(of windows: [BudgetWindow]) -> JSONObject {
        var usage = JSONObject()
        for window in windows {
            var object = JSONObject()
            object.set("current_spend", ModelBudgetObjects.rounded(window.spend))
            usage.set(window.duration, object)
        }
        return usage
    }
}

/// What a member of a team has spent there, and under which budget.
enum MembershipObject {
    /// - Parameter showsSource: whether the answer tells where the budget comes from; `/team/list` does not.
    static func all(
        of team: SimulatedTeam, _ call: Call, _ database: Database, onlyUser: String? = nil, showsSource: Bool = true
    ) -> [JSONObject] {
        team.members.compactMap { member in
            guard let userID = member.userID, onlyUser == nil || onlyUser == userID else { return nil }
            var object = JSONObject(omitting: call.settings.omittedMembers)
            object.set("user_id", userID)
            object.set("team_id", team.id)
            object.set("budget_id", member.budgetID)
            object.setSpend(member.spend, call.distortion)
            object.set("total_spend", member.totalSpend)
            object.set(
                "litellm_budget_table",
                member.budgetID.flatMap { database.budgets[$0] }.map {
                    SharedBudgetObject($0, distortion: call.distortion).short
                })
            if showsSource { object.set("budget_source", source(of: member.budgetID, in: team, database)) }
            return object
        }
    }

    /// A default that is not in the budget table is none.
    private static func source(of budgetID: String?, in team: SimulatedTeam, _ database: Database) -> String {
        let teamDefault = team.memberBudgetID.flatMap { database.budgets[$0] }?.id
        if let budgetID, budgetID != teamDefault { return "custom" }
        return teamDefault == nil ? "none" : "team_default"
    }
}

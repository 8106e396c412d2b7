/// What a member of a team has spent there, and under which budget.
enum MembershipObject {
    /// - Parameter showsSource: whether the answer tells where the budget comes from; `/team/list` does not.
    static func all(
        of team: SimulatedTeam, _ database: Database, onlyUser: String? = nil, showsSource: Bool = true
    ) -> [JSONObject] {
        team.members.compactMap { member in
            guard let userID = member.userID, onlyUser == nil || onlyUser == userID else { return nil }
            let budgetID = member.budgetID ?? team.memberBudgetID
            var object = JSONObject()
            object.set("user_id", userID)
            object.set("team_id", team.id)
            object.set("budget_id", budgetID)
            object.set("spend", member.spend)
            object.set("total_spend", member.totalSpend)
            object.set(
                "litellm_budget_table", budgetID.flatMap { database.budgets[$0] }.map { SharedBudgetObject($0).short })
            if showsSource {
                let source = budgetID == nil ? "none" : budgetID == team.memberBudgetID ? "team_default" : "custom"
                object.set("budget_source", source)
            }
            return object
        }
    }
}

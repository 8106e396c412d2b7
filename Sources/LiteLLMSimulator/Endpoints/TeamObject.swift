/// A team as JSON, in the order of LiteLLM's own members.
struct TeamObject {
    private let team: SimulatedTeam
    private let call: Call

    init(_ team: SimulatedTeam, _ call: Call) {
        self.team = team
        self.call = call
    }

    /// The part that `/v2/team/list` and `/team/info` have in common.
    var listed: JSONObject { object(members: members(withAlias: nil), defaultModels: true) }

    /// A row of the archive.
    var archived: JSONObject { object(members: members(withAlias: nil), defaultModels: false) }

    /// The `team_info` of `/team/info`.
    func detailed(_ database: Database) -> JSONObject {
        var object = object(members: members(withAlias: database.users), defaultModels: true)
        object.set(
            "team_member_budget_table",
            team.memberBudgetID.flatMap { database.budgets[$0] }.map {
                SharedBudgetObject($0, distortion: call.distortion).short
            })
        object.set(
            null: "access_group_models", "access_group_mcp_server_ids", "access_group_agent_ids",
            "access_group_details", "organization_models")
        object.set("model_max_budget_usage", ModelBudgetObjects.usage(team.modelBudgets, at: call.now))
        var access = JSONObject()
        if case .master = call.caller { access.set("kind", "unrestricted") } else { access.set("kind", "none") }
        object.set("caller_edit_access", access)
        return object
    }

    private func object(members: [JSONObject], defaultModels: Bool) -> JSONObject {
        var object = JSONObject(omitting: call.settings.omittedMembers)
        object.set("team_alias", team.alias)
        object.set("team_id", team.id)
        object.set("organization_id", team.organizationID)
        object.set(emptyArray: "admins", "members")
        object.set("members_with_roles", members)
        object.set(emptyArray: "team_member_permissions")
        object.set("metadata", metadata)
        object.set("tpm_limit", team.tokensPerMinute)
        object.set("rpm_limit", team.requestsPerMinute)
        object.set(null: "tpd_limit")
        object.setMoney("max_budget", team.maxBudget, call.distortion)
        object.set("soft_budget", team.softBudget)
        object.set("budget_duration", team.budgetDuration)
        object.set("budget_limits", team.budgetLimits.isEmpty ? nil : team.budgetLimits.map { window(of: $0) })
        object.set(emptyArray: "models")
        object.setFlag("blocked", team.isBlocked, call.distortion)
        object.set(emptyObject: "router_settings")
        object.set(emptyArray: "access_group_ids")
        object.set("default_team_member_models", defaultModels ? [Bool]() : nil)
        object.setSpend(team.spend, call.distortion)
        object.set(null: "max_parallel_requests")
        object.setDate("budget_reset_at", team.budgetResetAt, .z, call.distortion)
        object.set(null: "model_id")
        object.set(emptyObject: "model_spend")
        object.set("model_max_budget", ModelBudgetObjects.teamLimits(team.modelBudgets))
        object.set(emptyArray: "policies")
        object.set("allow_team_guardrail_config", false)
        object.set(null: "litellm_model_table", "object_permission", "object_permission_id")
        object.set("updated_at", DateText(team.updatedAt))
        object.set("created_at", DateText(team.createdAt))
        return object
    }

    private var metadata: JSONValue {
        let budget = team.memberBudgetID.map { [JSONValue.Member("team_member_budget_id", .string($0))] }
        return .object(team.metadata + (budget ?? []))
    }

    private func window(of window: BudgetWindow) -> JSONObject {
        var object = JSONObject()
        object.set("budget_duration", window.duration)
        object.set("max_budget", window.maxBudget)
        object.set("reset_at", DateText(window.resetAt))
        return object
    }

    private func members(withAlias users: Table<SimulatedUser>?) -> [JSONObject] {
        team.members.map { member in
            let user = member.userID.flatMap { users?[$0] }
            var object = JSONObject()
            object.set("user_id", member.userID)
            object.set("user_email", member.email ?? user?.email)
            object.set("role", member.role)
            if users != nil { object.set("user_alias", user?.alias) }
            return object
        }
    }
}

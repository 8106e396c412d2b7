/// `GET /organization/list`: organisations in one array, each with its members and all of its teams.
struct OrganizationListEndpoint: Endpoint {
    let route = "/organization/list"

    func answer(_ call: Call, from database: inout Database) throws(Refusal) -> SimulatedResponse {
        try checkLicence(call)
        // Anybody else than an administrator silently gets the own ones only.
        var visible: Set<String>?
        if !call.caller.hasAdminView { visible = Set(call.caller.memberships) }
        let id = call.query.filter("org_id")
        let alias = call.query.filter("org_alias")?.lowercased()
        let organizations = database.organizations.rows.filter { row in
            (visible?.contains(row.id) ?? true) && (id.map { $0 == row.id } ?? true)
                && (alias.map { row.alias?.lowercased().contains($0) ?? false } ?? true)
        }
        // Grouped once, as there can be many of each.
        let teams = Dictionary(grouping: database.teams.rows) { $0.organizationID ?? "" }
        var members: [String: [SimulatedUser]] = [:]
        for user in database.users.rows {
            for id in Set(user.memberships) { members[id, default: []].append(user) }
        }
        return .json(
            200,
            organizations.map {
                object($0, members: members[$0.id] ?? [], teams: teams[$0.id] ?? [], call, database)
            })
    }

    /// The licence is asked for before the database, as was recorded. With a licence nothing catches the database's
    /// error, so the answer is that of the other lists without a handler of their own; this was not recorded.
    func answerWithoutDatabase(_ call: Call) -> SimulatedResponse {
        do throws(Refusal) {
            try checkLicence(call)
            return Refusal.databaseUnreachable.response
        } catch {
            return error.response
        }
    }

    private func checkLicence(_ call: Call) throws(Refusal) {
        if call.settings.isLicensed { return }
        throw .detailError(
            status: 403,
            "Organizations are only available for LiteLLM Enterprise users. You must be a LiteLLM Enterprise user to use "
                + "this feature. If you have a license please set `LITELLM_LICENSE` in your env. Get a 7 day trial key "
                + "here: https://www.litellm.ai/enterprise#trial. \nPricing: https://www.litellm.ai/#pricing")
    }

    private func object(
        _ organization: SimulatedOrganization, members: [SimulatedUser], teams: [SimulatedTeam], _ call: Call,
        _ database: Database
    ) -> JSONObject {
        var object = JSONObject(omitting: call.settings.omittedMembers)
        object.set("organization_id", organization.id)
        object.set("organization_alias", organization.alias)
        object.set("budget_id", organization.budgetID)
        object.setSpend(organization.spend, call.distortion)
        object.set("metadata", JSONValue.object(organization.metadata))
        object.set(emptyArray: "models")
        object.set(emptyObject: "model_spend")
        object.set("created_by", "default_user_id")
        object.set("updated_by", "default_user_id")
        object.set(null: "users")
        object.set(
            "litellm_budget_table",
            database.budgets[organization.budgetID].map { SharedBudgetObject($0, distortion: call.distortion).limits })
        object.set(null: "object_permission", "object_permission_id")
        object.set("members", members.map { member($0, of: organization) })
        object.set("teams", teams.map { TeamObject($0, call).listed })
        object.set("created_at", DateText(organization.createdAt))
        object.set("updated_at", DateText(organization.updatedAt))
        return object
    }

    /// What a member has spent in the organisation is not simulated.
    private func member(_ user: SimulatedUser, of organization: SimulatedOrganization) -> JSONObject {
        var object = JSONObject()
        object.set("user_id", user.id)
        object.set("organization_id", organization.id)
        object.set(
            "user_role",
            user.administeredOrganizations.contains(organization.id)
                ? "org_admin" : SimulatedUser.Role.internalUser.rawValue)
        object.set("spend", 0.0)
        object.set(null: "budget_id")
        object.set("created_at", DateText(user.createdAt))
        object.set("updated_at", DateText(user.updatedAt))
        object.set(null: "user", "litellm_budget_table", "user_email")
        return object
    }
}

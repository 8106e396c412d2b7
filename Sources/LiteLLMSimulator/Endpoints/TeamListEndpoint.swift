/// `GET /v2/team/list`: all teams in pages, each with its budget and the number of its members and keys.
struct TeamListEndpoint: Endpoint {
    let route = "/v2/team/list"

    func answer(_ call: Call, from database: inout Database) throws(Refusal) -> SimulatedResponse {
        var query = call.query
        let page = PageRequest(
            number: query.integer("page", default: 1, atLeast: 1),
            size: query.integer("page_size", default: 10, atLeast: 1, atMost: 100))
        try query.validate()
        let scope = try scope(of: call)
        if let status = query["status"] {
            guard status == "deleted" else {
                throw .detailError(status: 400, "Invalid status value. Currently only 'deleted' is supported.")
            }
            return try deletedTeams(page, call, database)
        }

        let order: Table<SimulatedTeam>.Order? = query["sort_by"] == "team_id" ? .id : .creation
        var positions = database.teams.sorted(by: order ?? .creation)
        let isDescending =
            Self.sortColumns.contains(query["sort_by"] ?? "")
            ? query["sort_order"]?.lowercased() == "desc" : true
        let filter = Filter(query: query, scope: scope)
        if call.settings.hidesTeamPagesFromViewers, !call.caller.isMaster { positions = [] }
        if filter.isSet { positions = positions.filter { filter.accepts(database.teams.rows[$0]) } }
        if query["sort_by"] == "team_alias" {
            // Nulls come last in the database's ascending order.
            let rows = database.teams.rows
            positions.sort { Self.precedes(rows[$0].alias, rows[$1].alias) }
        }
        if isDescending { positions.reverse() }

        var teams: [JSONObject] = []
        for position in positions[try page.range(in: positions.count)] {
            let team = database.teams.rows[position]
            if team.isMalformed || call.distortion?.spoils(team.id) == true { throw .unhandled }
            var object = TeamObject(team, call).listed
            object.set("members_count", team.members.count)
            object.set("keys_count", database.keyPositions(ofTeam: team.id).count)
            object.set(null: "access_group_models", "access_group_mcp_server_ids", "access_group_agent_ids")
            teams.append(object)
        }
        return Self.body(teams, page, total: positions.count)
    }

    private static let sortColumns: Set<String> = ["team_id", "team_alias", "created_at"]

    /// Which teams a caller sees.
    private enum Scope {
        case all
        case organizations([String], orMemberTeamsOf: String?)
        case memberTeams(of: String)
    }

    private struct Filter {
        let query: Query
        let scope: Scope

        var isSet: Bool {
            if case .all = scope {
                return ["team_id", "team_alias", "organization_id", "user_id", "search"].contains {
                    query.filter($0) != nil
                }
            }
            return true
        }

        func accepts(_ team: SimulatedTeam) -> Bool {
            func isMember(_ userID: String) -> Bool { team.members.contains { $0.userID == userID } }
            let isVisible =
                switch scope {
                case .all: true
                case .organizations(let ids, let userID):
                    ids.contains(team.organizationID ?? "") || userID.map(isMember) == true
                case .memberTeams(let userID): isMember(userID)
                }
            let alias = team.alias?.lowercased() ?? ""
            return isVisible
                && (query.filter("team_id").map { $0 == team.id } ?? true)
                && (query.filter("team_alias").map { alias.contains($0.lowercased()) } ?? true)
                && (query.filter("search").map { $0 == team.id || alias.contains($0.lowercased()) } ?? true)
                && (query.filter("organization_id").map { $0 == team.organizationID } ?? true)
                && (query.filter("user_id").map(isMember) ?? true)
        }
    }

    /// An organisation's administrator gets a silent part, anybody else only the own teams and only on demand.
    private func scope(of call: Call) throws(Refusal) -> Scope {
        if call.caller.hasAdminView { return .all }
        let requested = call.query.filter("user_id")
        if let userID = call.caller.userID, !call.caller.administeredOrganizations.isEmpty {
            if let id = call.query.filter("organization_id"), !call.caller.administeredOrganizations.contains(id) {
                throw .detailError(status: 403, "You can only view teams within your organizations.")
            }
            return .organizations(
                call.caller.administeredOrganizations,
                orMemberTeamsOf: requested == nil || requested == userID ? userID : nil)
        }
        guard let userID = call.caller.userID, userID == requested else {
            throw .detailError(
                status: 401,
                "Only admin users can query all teams/other teams. Your user role=\(call.caller.roleName)")
        }
        return .memberTeams(of: userID)
    }

    private func deletedTeams(
        _ page: PageRequest, _ call: Call, _ database: Database
    ) throws(Refusal) -> SimulatedResponse {
        let rows = database.deletedTeams.sorted { $0.row.createdAt > $1.row.createdAt }
        let teams = rows[try page.range(in: rows.count)].map { archived in
            var object = TeamObject(archived.row, call).archived
            object.set(archivedAt: archived.deletedAt, row: archived.row.id)
            return object
        }
        return Self.body(teams, page, total: rows.count)
    }

    private static func body(_ teams: [JSONObject], _ page: PageRequest, total: Int) -> SimulatedResponse {
        var body = JSONObject()
        body.set("teams", teams)
        body.set("total", total)
        body.set("page", page.number)
        body.set("page_size", page.size)
        body.set("total_pages", page.pageCount(of: total))
        return .json(200, body)
    }

    private static func precedes(_ one: String?, _ other: String?) -> Bool {
        switch (one, other) {
        case (let one?, let other?): one.precedesByUTF8(other)
        case (_?, nil): true
        case (nil, _): false
        }
    }
}

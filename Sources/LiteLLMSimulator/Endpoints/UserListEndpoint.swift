/// `GET /user/list`: users in pages, with the number of keys of each.
struct UserListEndpoint: Endpoint {
    let route = "/user/list"

    func answer(_ call: Call, from database: inout Database) throws(Refusal) -> SimulatedResponse {
        var query = call.query
        let page = PageRequest(
            number: query.integer("page", default: 1, atLeast: 1),
            size: query.integer("page_size", default: 25, atLeast: 1, atMost: 100))
        try query.validate()
        let organizations = try organizations(call)
        let (column, isDescending) = try order(query)

        let positions = sortedPositions(column, isDescending, query, organizations, &database)
        var users: [JSONObject] = []
        for position in positions[try page.range(in: positions.count)] {
            let user = database.users.rows[position]
            users.append(
                UserObject(user, call).listed(
                    teamIDs: database.teamIDs(ofUser: user.id), keyCount: database.keyCount(ofUser: user.id)))
        }
        var body = JSONObject()
        body.set("users", users)
        body.set("total", positions.count)
        body.set("page", page.number)
        body.set("page_size", page.size)
        body.set("total_pages", page.pageCount(of: positions.count))
        return .json(200, body)
    }

    private enum Column: String, CaseIterable {
        case id = "user_id"
        case email = "user_email"
        case createdAt = "created_at"
        case spend
        case alias = "user_alias"
        case role = "user_role"
    }

    /// The organisations whose members the answer is limited to; nil is all users.
    private func organizations(_ call: Call) throws(Refusal) -> Set<String>? {
        let requested = call.query.filter("organization_ids").map { Set(Self.list($0)) }
        if call.caller.hasAdminView { return requested }
        let administered = Set(call.caller.administeredOrganizations)
        if administered.isEmpty {
            throw .detailError(status: 403, "Only proxy admins and organization admins can list users.")
        }
        guard let requested else { return administered }
        let common = administered.intersection(requested)
        if common.isEmpty {
            throw .detailError(status: 403, "You do not have org_admin access to the requested organization(s).")
        }
        return common
    }

    private func order(_ query: Query) throws(Refusal) -> (Column, isDescending: Bool) {
        guard let name = query["sort_by"] else { return (.createdAt, true) }
        guard let column = Column(rawValue: name) else {
            let names = Column.allCases.map(\.rawValue).joined(separator: ", ")
            throw .detailError(status: 400, "Invalid sort column. Must be one of: \(names)")
        }
        switch (query["sort_order"] ?? "asc").lowercased() {
        case "asc": return (column, false)
        case "desc": return (column, true)
        default: throw .detailError(status: 400, "Invalid sort order. Must be 'asc' or 'desc'")
        }
    }

    private func sortedPositions(
        _ column: Column, _ isDescending: Bool, _ query: Query, _ organizations: Set<String>?,
        _ database: inout Database
    ) -> [Int] {
        var positions = database.users.sorted(by: column == .id ? .id : .creation)
        let members = query["team"].map { database.teams[$0]?.members.compactMap(\.userID) ?? [] }
        let filter = Filter(query: query, members: members.map { Set($0) }, organizations: organizations)
        let rows = database.users.rows
        if filter.isSet { positions = positions.filter { filter.accepts(rows[$0]) } }
        // Ascending, rows without a value last, as the database does it; Swift's sort is stable.
        func sort(by text: (SimulatedUser) -> String?) {
            positions.sort {
                switch (text(rows[$0]), text(rows[$1])) {
                case (let one?, let other?): one.precedesByUTF8(other)
                case (let one, let other): one != nil && other == nil
                }
            }
        }
        switch column {
        case .id, .createdAt: break
        case .spend: positions.sort { (rows[$0].spend ?? .infinity) < (rows[$1].spend ?? .infinity) }
        case .email: sort { $0.email }
        case .alias: sort { $0.alias }
        case .role: sort { $0.role?.rawValue }
        }
        return isDescending ? positions.reversed() : positions
    }

    private struct Filter {
        let query: Query
        /// Of the team asked for.
        let members: Set<String>?
        let organizations: Set<String>?

        var isSet: Bool {
            members != nil || organizations != nil
                || ["role", "user_ids", "user_email", "search"].contains { query.filter($0) != nil }
        }

        func accepts(_ user: SimulatedUser) -> Bool {
            func contains(_ text: String?, _ part: String) -> Bool {
                text?.lowercased().contains(part.lowercased()) ?? false
            }
            let ids = query.filter("user_ids").map(UserListEndpoint.list)
            // One id is looked for as a part, several as they are.
            let isAskedFor = ids.map { $0.count == 1 ? contains(user.id, $0[0]) : $0.contains(user.id) } ?? true
            return isAskedFor
                && (members?.contains(user.id) ?? true)
                && (organizations.map { !$0.isDisjoint(with: user.memberships) } ?? true)
                && (query.filter("role").map { $0 == user.role?.rawValue } ?? true)
                && (query.filter("user_email").map { contains(user.email, $0) } ?? true)
                && (query.filter("search").map { contains(user.id, $0) || contains(user.email, $0) } ?? true)
        }
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
    }
}

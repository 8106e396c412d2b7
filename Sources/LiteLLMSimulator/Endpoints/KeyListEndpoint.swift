/// `GET /key/list`: keys in pages, as hashes or as full objects.
struct KeyListEndpoint: Endpoint {
    let route = "/key/list"

    func answer(_ call: Call, from database: inout Database) throws(Refusal) -> SimulatedResponse {
        var query = call.query
        let page = PageRequest(
            number: query.integer("page", default: 1, atLeast: 1),
            size: query.integer("size", default: 10, atLeast: 1, atMost: 100))
        let wantsObjects = query.boolean("return_full_object", default: false)
        try query.validate()
        try checkParameters(query)
        let ownKeysOf = try onlyUser(call)
        let returnsObjects = wantsObjects && !call.settings.listsKeysAsHashesOnly
        let filter = Filter(query: query, onlyUser: ownKeysOf, now: call.now)
        if query["status"] == "deleted" {
            return try deletedKeys(page, filter, returnsObjects, call, database)
        }

        let (column, isDescending) = try order(query)
        let positions = sortedPositions(column, isDescending, filter, &database)
        let keys = positions[try page.range(in: positions.count)].map { database.keys.rows[$0] }
        if returnsObjects {
            let objects = keys.map { KeyObject($0, call).listed(database) }
            return Self.body(objects, page, total: positions.count)
        }
        return Self.body(keys.map(\.token), page, total: positions.count)
    }

    func answerWithoutDatabase(_ call: Call) -> SimulatedResponse {
        Refusal.keyEndpoint(status: 500, "Authentication Error, All connection attempts failed").response
    }

    private enum Column: String, CaseIterable {
        case spend
        case maxBudget = "max_budget"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case token
        case alias = "key_alias"
    }

    private struct Filter {
        let query: Query
        let onlyUser: String?
        let now: Double

        var isSet: Bool {
            onlyUser != nil
                || ["team_id", "user_id", "organization_id", "key_hash", "key_alias", "status", "expires"].contains {
                    query.filter($0) != nil
                }
        }

        func accepts(_ key: SimulatedKey, isArchived: Bool = false) -> Bool {
            func matches(_ name: String, _ value: String?) -> Bool { query.filter(name).map { $0 == value } ?? true }
            let status = query.filter("status")
            let expires = query.filter("expires")
            let isExpired = key.expires.map { $0 < now } ?? false
            return (onlyUser == nil || key.userID == onlyUser)
                && matches("team_id", key.teamID) && matches("user_id", key.userID)
                && matches("organization_id", key.organizationID) && matches("key_hash", key.token)
                && matches("key_alias", key.alias)
                && (isArchived || status == nil || key.status(at: now).rawValue == status)
                && (expires == nil || (expires == "expired") == isExpired)
        }
    }

    private func checkParameters(_ query: Query) throws(Refusal) {
        if let status = query["status"], !["active", "expired", "revoked", "deleted"].contains(status) {
            throw invalid("Invalid status value. Supported: 'active', 'expired', 'revoked', 'deleted'.")
        }
        if let expires = query["expires"], !["active", "expired"].contains(expires) {
            throw invalid("Invalid expires value. Supported: 'active', 'expired'.")
        }
    }

    private func order(_ query: Query) throws(Refusal) -> (Column?, isDescending: Bool) {
        guard let name = query.filter("sort_by") else { return (nil, true) }
        guard let column = Column(rawValue: name) else {
            let names = Column.allCases.map(\.rawValue).joined(separator: ", ")
            throw invalid("Invalid sort column. Must be one of: \(names)")
        }
        switch (query["sort_order"] ?? "desc").lowercased() {
        case "asc": return (column, false)
        case "desc": return (column, true)
        default: throw invalid("Invalid sort order. Must be 'asc' or 'desc'")
        }
    }

    private func invalid(_ message: String) -> Refusal {
        .keyEndpoint(status: 400, PythonText.dictionary("error", message))
    }

    /// Whose keys the answer is limited to: without an admin's role a caller silently gets only the own ones.
    private func onlyUser(_ call: Call) throws(Refusal) -> String? {
        if call.caller.hasAdminView { return nil }
        func refusal(_ message: String, _ param: String) -> Refusal {
            .proxyError(status: 403, message: message, type: "bad_request_error", param: param)
        }
        guard case .key(_, let owner) = call.caller, let owner else {
            throw refusal(
                "You are not authorized to access this endpoint. No 'user_id' is associated with your API key.",
                "user_id")
        }
        if let userID = call.query.filter("user_id"), userID != owner.id {
            throw refusal("You are not authorized to check another user's keys", "user_id")
        }
        if let teamID = call.query.filter("team_id"), call.caller.teamID != teamID {
            throw refusal("You are not authorized to check this team's keys", "team_id")
        }
        return owner.id
    }

    private func sortedPositions(
        _ column: Column?, _ isDescending: Bool, _ filter: Filter, _ database: inout Database
    ) -> [Int] {
        var positions = database.keys.sorted(by: column == .token ? .id : .creation)
        let rows = database.keys.rows
        if filter.isSet { positions = positions.filter { filter.accepts(rows[$0]) } }
        switch column {
        case .token, .createdAt, nil: break
        case .spend: sort(&positions) { rows[$0].spend }
        case .maxBudget: sort(&positions) { rows[$0].maxBudget }
        case .updatedAt: sort(&positions) { rows[$0].updatedAt }
        case .alias:
            positions.sort {
                switch (rows[$0].alias, rows[$1].alias) {
                case (let one?, let other?): one.precedesByUTF8(other)
                case (let one, let other): one != nil && other == nil
                }
            }
        }
        return isDescending ? positions.reversed() : positions
    }

    /// Ascending, rows without a value last, as the database does it.
    private func sort(_ positions: inout [Int], by value: (Int) -> Double?) {
        positions.sort { (value($0) ?? .infinity) < (value($1) ?? .infinity) }
    }

    private func deletedKeys(
        _ page: PageRequest, _ filter: Filter, _ returnsObjects: Bool, _ call: Call, _ database: Database
    ) throws(Refusal) -> SimulatedResponse {
        let rows = database.deletedKeys.filter { filter.accepts($0.row, isArchived: true) }
            .sorted { $0.row.createdAt > $1.row.createdAt }
        let keys = rows[try page.range(in: rows.count)]
        if returnsObjects {
            let objects = keys.map {
                KeyObject($0.row, call).archived(database, deletedAt: $0.deletedAt, zone: .z)
            }
            return Self.body(objects, page, total: rows.count)
        }
        return Self.body(keys.map(\.row.token), page, total: rows.count)
    }

    private static func body(_ keys: [some JSONWritable], _ page: PageRequest, total: Int) -> SimulatedResponse {
        var body = JSONObject()
        body.set("keys", keys)
        body.set("total_count", total)
        body.set("current_page", page.number)
        body.set("total_pages", page.pageCount(of: total))
        return .json(200, body)
    }
}

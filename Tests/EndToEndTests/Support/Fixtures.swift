/// What a test makes at the proxy, and removes again in the end.
actor Fixtures {
    /// A key as LiteLLM hands it out once.
    struct Key: Sendable, Decodable {
        /// What authenticates.
        let key: String
        /// Its SHA-256, which identifies it.
        let token: String
    }

    private struct Team: Decodable {
        let id: String

        private enum CodingKeys: String, CodingKey {
            case id = "team_id"
        }
    }

    nonisolated let proxy: ProxyUnderTest
    /// Keeps names of one run apart from those of another.
    nonisolated let tag: String
    private var teams: [String] = []
    private var keys: [String] = []
    private var users: [String] = []
    private var customers: [String] = []
    private var budgets: [String] = []

    private init(_ proxy: ProxyUnderTest) {
        self.proxy = proxy
        tag = String(UInt32.random(in: .min ... .max), radix: 36)
    }

    /// Runs `body`, and then deletes whatever it has made.
    static func with<Result: Sendable>(
        _ proxy: ProxyUnderTest, _ body: (Fixtures) async throws -> Result
    ) async throws -> Result {
        let fixtures = Fixtures(proxy)
        do {
            let result = try await body(fixtures)
            try await fixtures.removeAll()
            return result
        } catch {
            // A test that ran out of time was cancelled, which must not keep its accounts at the proxy.
            await Task { try? await fixtures.removeAll() }.value
            throw error
        }
    }

    /// The key of the README: of a user who may read everything, good for nothing else.
    func viewerKey(routes: JSON = readingRoutes) async throws -> Key {
        let user = try await user(role: "proxy_admin_viewer")
        return try await key([
            "user_id": .text(user), "key_alias": .text(user), "max_budget": 0, "allowed_routes": routes,
        ])
    }

    static let readingRoutes: JSON = [
        "/v2/team/list", "/team/info", "/key/list", "/key/info", "/v2/user/info", "/user/list", "/customer/list",
        "/organization/list", "/budget/list", "/provider/budgets",
    ]
    /// What teams and keys alone need.
    static let fewRoutes: JSON = ["/v2/team/list", "/team/info", "/key/list", "/key/info"]

    /// - Returns: Its id.
    func user(role: String) async throws -> String {
        try await user(["user_role": .text(role)])
    }

    /// - Returns: Its id, which holds an `@` where its name does.
    func user(_ body: JSON, named name: String = "") async throws -> String {
        let id = "budget-exporter-\(tag)-\(users.count)\(name)"
        try await proxy.post("/user/new", body.adding(["user_id": .text(id), "auto_create_key": false]))
        users.append(id)
        return id
    }

    /// - Returns: Its id.
    func customer(_ body: JSON, named name: String = "") async throws -> String {
        let id = customerToBe(named: name)
        try await proxy.post("/customer/new", body.adding(["user_id": .text(id)]))
        return id
    }

    /// The id of a customer whom LiteLLM will make at a first request.
    func customerToBe(named name: String = "") -> String {
        let id = "customer \(tag) \(customers.count)\(name)"
        customers.append(id)
        return id
    }

    func addMember(_ user: String, toTeam team: String, _ body: JSON = [:]) async throws {
        let member: JSON = ["user_id": .text(user), "role": "user"]
        try await proxy.post("/team/member_add", body.adding(["team_id": .text(team), "member": member]))
    }

    /// - Returns: Its id.
    func team(_ body: JSON) async throws -> String {
        let id = try await proxy.post("/team/new", body).decoded(Team.self).id
        teams.append(id)
        return id
    }

    func key(_ body: JSON) async throws -> Key {
        let key = try await proxy.post("/key/generate", body).decoded(Key.self)
        keys.append(key.token)
        return key
    }

    func budget(_ body: JSON) async throws -> String {
        let id = "budget-\(tag)-\(budgets.count)"
        try await proxy.post("/budget/new", body.adding(["budget_id": .text(id)]))
        budgets.append(id)
        return id
    }

    func deleteTeam(_ id: String) async throws {
        try await proxy.post("/team/delete", ["team_ids": [.text(id)]])
        teams.removeAll { $0.utf8.elementsEqual(id.utf8) }
    }

    func deleteKey(_ key: Key) async throws {
        try await proxy.post("/key/delete", ["keys": [.text(key.token)]])
        keys.removeAll { $0 == key.token }
    }

    /// Each on its own: one that is gone already must not save the others.
    private func removeAll() async throws {
        let removals: [(path: String, body: JSON)] =
            keys.map { ("/key/delete", ["keys": [.text($0)]]) }
            + teams.map { ("/team/delete", ["team_ids": [.text($0)]]) }
            + users.map { ("/user/delete", ["user_ids": [.text($0)]]) }
            + customers.map { ("/customer/delete", ["user_ids": [.text($0)]]) }
            + budgets.map { ("/budget/delete", ["id": .text($0)]) }
        var failures: [any Error] = []
        for (path, body) in removals {
            do {
                let answer = try await proxy.ask(path, body)
                // Keys go with their team.
                guard answer.status < 300 || answer.status == 404 else {
                    throw ProxyUnderTest.Refused(path: path, answer: answer)
                }
            } catch { failures.append(error) }
        }
        if let failure = failures.first { throw failure }
    }
}

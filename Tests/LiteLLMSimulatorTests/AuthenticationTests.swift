import Testing

@testable import LiteLLMSimulator

@Suite struct AuthenticationTests {
    /// Two teams, and a key for each kind of caller.
    private func proxy(_ settings: ProxySettings = ProxySettings()) -> SimulatedProxy {
        var population = teams(2)
        population.teams[0].organizationID = "org"
        population.teams[1].members = [SimulatedTeam.Member(userID: "member")]
        population.users = [
            SimulatedUser(id: "member", role: .internalUser),
            SimulatedUser(id: "outsider", role: .internalUser),
            SimulatedUser(id: "org-admin", role: .internalUser, administeredOrganizations: ["org"]),
        ]
        for (name, teamID, userID) in [
            ("team-zero", "t00", nil), ("team-one", "t01", nil), ("member", nil, "member"),
            ("outsider", nil, "outsider"),
            ("org-admin", nil, "org-admin"), ("loner", nil, nil),
        ] as [(String, String?, String?)] {
            population.keys.append(
                SimulatedKey(
                    secret: "sk-simulator-\(name)", alias: name, teamID: teamID, userID: userID, createdAt: start - 60))
        }
        population.addViewer(createdAt: start - 60)
        return SimulatedProxy(population, settings: settings, startingAt: start)
    }

    @Test(arguments: [
        ("viewer", "/v2/team/list", 200), ("viewer", "/key/list", 200), ("viewer", "/team/info?team_id=t00", 200),
        ("viewer", "/team/list", 403), ("viewer", "/key/info", 200),
        ("member", "/v2/team/list", 401), ("member", "/v2/team/list?user_id=member", 200),
        ("member", "/v2/team/list?user_id=outsider", 401), ("member", "/team/list", 401),
        ("member", "/team/info?team_id=t01", 200), ("member", "/team/info?team_id=t00", 403),
        ("member", "/key/list", 200), ("member", "/key/list?user_id=outsider", 403),
        ("outsider", "/team/info?team_id=t01", 403),
        ("team-zero", "/team/info?team_id=t00", 200), ("team-zero", "/team/info?team_id=t01", 403),
        ("team-zero", "/v2/team/list", 401), ("team-zero", "/key/list", 403), ("team-zero", "/key/info", 200),
        ("loner", "/team/info?team_id=t00", 403), ("loner", "/v2/team/list?user_id=x", 401),
        ("org-admin", "/v2/team/list", 200), ("org-admin", "/v2/team/list?organization_id=other", 403),
        ("org-admin", "/team/info?team_id=t00", 200), ("org-admin", "/team/info?team_id=t01", 403),
    ])
    func whoMayReadWhat(_ caller: String, _ target: String, status: Int) async throws {
        #expect(try await proxy().get(target, key: "sk-simulator-\(caller)").status == status)
    }

    /// Keys as above, and those of the same callers whose allowed routes name each of the routes.
    @Test(arguments: [
        ("/user/list", ["viewer": 200, "member": 403, "member+routes": 403, "loner": 403, "org-admin": 200]),
        (
            "/v2/user/info?user_id=member",
            ["viewer": 200, "member": 200, "member+routes": 200, "outsider": 404, "loner": 404, "team-lead": 200]
        ),
        ("/v2/user/info", ["viewer": 200, "member": 200, "loner": 400]),
        ("/budget/list", ["viewer": 200, "member": 401, "member+routes": 400, "loner": 401, "loner+routes": 400]),
        ("/customer/list", ["viewer": 200, "member": 401, "member+routes": 401, "loner": 401]),
        ("/provider/budgets", ["viewer": 500, "member": 401, "member+routes": 500, "loner": 401]),
        ("/organization/list", ["viewer": 200, "member": 200, "member+routes": 200, "loner": 200]),
    ])
    func whoMayReadTheOtherAccounts(_ target: String, statuses: [String: Int]) async throws {
        let proxy = proxy()
        await proxy.updateTeam("t01") { $0.members.append(SimulatedTeam.Member(userID: "lead", role: "admin")) }
        await proxy.setUser(SimulatedUser(id: "lead", role: .internalUser))
        await proxy.apply(
            .addKey(SimulatedKey(secret: "sk-simulator-team-lead", userID: "lead", createdAt: start)))
        for name in ["member", "loner"] {
            var key = SimulatedKey(
                secret: "sk-simulator-\(name)+routes", userID: name == "member" ? name : nil, createdAt: start)
            key.allowedRoutes = Population.viewerRoutes
            await proxy.apply(.addKey(key))
        }
        for (caller, status) in statuses {
            let response = await proxy.respond(to: .get(target, key: "sk-simulator-\(caller)"))
            #expect(response.status == status, "\(caller): \(response.text)")
        }
        #expect(await proxy.respond(to: .get(target, key: "sk-no-such-key-at-all")).status == 401)
    }

    @Test func anOrganizationsAdminGetsItsUsersAndItself() async throws {
        let proxy = proxy()
        await proxy.apply(.addOrganization(SimulatedOrganization(id: "org", budgetID: "b", createdAt: start)))
        await proxy.apply(.addOrganization(SimulatedOrganization(id: "other", budgetID: "b", createdAt: start)))
        await proxy.updateUser("member") { $0.organizationIDs = ["org"] }
        func ids(_ target: String, _ member: String?, _ id: String) async throws -> [String?] {
            let body = try await proxy.get(target, key: "sk-simulator-org-admin").body
            return (member.map { body[$0] } ?? body).elements.map { $0[id].string }
        }
        #expect(try await ids("/user/list?sort_by=user_id", "users", "user_id") == ["member", "org-admin"])
        #expect(try await ids("/organization/list", nil, "organization_id") == ["org"])
        let refused = try await proxy.get("/user/list?organization_ids=other", key: "sk-simulator-org-admin")
        #expect(refused.status == 403)
    }

    /// A group of routes opens what is in it, and nothing that is for administrators only.
    @Test(arguments: [
        ("info_routes", "/organization/list", 200), ("info_routes", "/v2/user/info", 200),
        ("info_routes", "/key/list", 200), ("info_routes", "/user/list", 403), ("info_routes", "/budget/list", 403),
        ("management_routes", "/user/list", 403), ("management_routes", "/organization/list", 403),
    ])
    func groupsOfRoutes(_ group: String, _ target: String, status: Int) async throws {
        let proxy = proxy()
        await proxy.updateKey(SimulatedKey.token(of: "sk-simulator-member")) { $0.allowedRoutes = [group] }
        #expect(try await proxy.get(target, key: "sk-simulator-member").status == status)
    }

    /// Each in its own words.
    @Test(arguments: [
        (
            "/budget/list", "outsider",
            #"{"error":{"message":"Authentication Error, Only proxy admin can be used to generate, delete, update info "#
                + #"for new keys/users/teams. Route=/budget/list. Your role=internal_user. Your user_id=********","#
                + #""type":"auth_error","param":"None","code":"401"}}"#
        ),
        (
            "/customer/list", "org-admin",
            #"{"error":{"message":"Authentication Error, Only proxy admin can be used to generate, delete, update info "#
                + #"for new keys/users/teams. Route=/customer/list. Your role=internal_user. Your user_id=org-ad*in","#
                + #""type":"auth_error","param":"None","code":"401"}}"#
        ),
        (
            "/budget/list", "routes",
            #"{"detail":{"error":"Admin-only endpoint. Not allowed to access this., your role=internal_user"}}"#
        ),
        (
            "/customer/list", "routes",
            #"{"error":{"message":"{'error': 'Admin-only endpoint. Your user role=internal_user'}","#
                + #""type":"internal_server_error","param":null,"code":"401"}}"#
        ),
    ])
    func administratorsOnly(_ target: String, _ caller: String, text: String) async {
        let proxy = proxy()
        var key = SimulatedKey(secret: "sk-simulator-routes", userID: "member", createdAt: start)
        key.allowedRoutes = ["/budget/*", "/customer"]
        await proxy.apply(.addKey(key))
        #expect(await proxy.respond(to: .get(target, key: "sk-simulator-\(caller)")).text == text)
    }

    @Test func anInternalUserGetsAPartOfTheKeysWith200() async throws {
        let (_, body) = try await proxy().get("/key/list?return_full_object=true", key: "sk-simulator-member")
        #expect(body["keys"].elements.map { $0["key_alias"].string } == ["member"])
        #expect(body["total_count"].number == 1)
    }

    @Test func anOrganizationsAdminGetsAPartOfTheTeamsWith200() async throws {
        let (_, body) = try await proxy().get("/v2/team/list", key: "sk-simulator-org-admin")
        #expect(body["teams"].elements.map { $0["team_id"].string } == ["t00"])
        #expect(body["total"].number == 1)
    }

    @Test func aKeyOfAUserMayNotReadAnothersKey() async throws {
        let other = SimulatedKey.token(of: "sk-simulator-outsider")
        let response = await proxy().respond(to: .get("/key/info?key=\(other)", key: "sk-simulator-member"))
        #expect(response.status == 403)
        #expect(
            response.text
                == #"{"error":{"message":"You are not allowed to access this key's info. Your role=internal_user","#
                + #""type":"internal_server_error","param":"None","code":"403"}}"#)
    }

    @Test func aRouteOutsideTheAllowedOnesIsNamed() async throws {
        let response = await proxy().respond(to: .get("/team/list", key: Population.viewerKey))
        #expect(
            response.text
                == #"{"detail":"Virtual key is not allowed to call this route. Only allowed to call routes: "#
                + #"['/v2/team/list', '/team/info', '/key/list', '/key/info', '/user/list', '/v2/user/info', "#
                + #"'/customer/list', '/organization/list', '/budget/list', '/provider/budgets']. "#
                + #"Tried to call route: /team/list"}"#)
    }

    @Test func theKeyOfABlockedTeamIsRefused() async throws {
        let proxy = proxy()
        await proxy.apply(.blockTeam(id: "t00", true))
        let (status, body) = try await proxy.get("/key/info", key: "sk-simulator-team-zero")
        #expect(status == 401)
        let message = "Authentication Error, Team=t00 is blocked. Update via `/team/unblock` if you're an admin."
        #expect(body["error"]["message"].string == message)
    }

    @Test(arguments: [
        ("Authorization", "sk-simulator-viewer", 401), ("Authorization", "Bearer ", 401), ("Authorization", "", 401),
        ("Authorization", "bearer sk-simulator-viewer", 200), ("x-litellm-api-key", "Bearer sk-simulator-viewer", 200),
        ("API-Key", "sk-simulator-viewer", 200), ("Authorization", "Bearer abc", 401),
    ])
    func whereTheKeyStands(_ name: String, _ value: String, status: Int) async {
        let response = await proxy().respond(
            to: SimulatedRequest(target: "/v2/team/list", headers: [(name: name, value: value)]))
        #expect(response.status == status, "\(response.text)")
    }

    @Test func withAConfiguredHeaderNoOtherIsRead() async {
        var settings = ProxySettings()
        settings.keyHeaderName = "X-Proxy-Key"
        let proxy = proxy(settings)
        #expect(await proxy.respond(to: .get("/v2/team/list", key: Population.viewerKey)).status == 401)
        let request = SimulatedRequest(
            target: "/v2/team/list", headers: [("x-proxy-key", "Bearer \(Population.viewerKey)")])
        #expect(await proxy.respond(to: request).status == 200)
    }

    @Test func aRootPathStandsInFrontOfEveryRoute() async {
        var settings = ProxySettings()
        settings.rootPath = "/litellm"
        let proxy = proxy(settings)
        #expect(await proxy.respond(to: .get("/litellm/v2/team/list", key: masterKey)).status == 200)
        #expect(await proxy.respond(to: .get("/litellm/health/readiness", key: masterKey)).status == 200)
        #expect(await proxy.respond(to: .get("/v2/team/list", key: masterKey)).status == 404)
    }

    @Test func onlyGetIsAllowed() async {
        for method in ["HEAD", "POST", "DELETE"] {
            let response = await proxy().respond(to: SimulatedRequest(method: method, target: "/v2/team/list"))
            #expect(response.status == 405)
            #expect(response.headers.contains { $0.name == "allow" && $0.value == "GET" })
            #expect(response.text == (method == "HEAD" ? "" : #"{"detail":"Method Not Allowed"}"#))
        }
    }

    @Test func aTrailingSlashRedirects() async {
        let request = SimulatedRequest(target: "/v2/team/list/", headers: [("host", "proxy.example:4000")])
        let response = await proxy().respond(to: request)
        #expect(response.status == 307)
        #expect(response.headers.last?.value == "http://proxy.example:4000/v2/team/list")
    }
}

import Testing

@testable import LiteLLMSimulator

/// The endpoints of users, customers, organisations, providers and shared budgets, each answer whole.
@Suite struct AccountEndpointTests {
    private static let created = start - 60

    private func proxy(_ edit: (inout Population) -> Void = { _ in }) -> SimulatedProxy {
        var population = Population()
        var budget = SharedBudget(
            id: "b", maxBudget: 7.5, softBudget: 6, duration: "30d", resetAt: start + 5970, createdAt: Self.created)
        budget.tokensPerMinute = 1000
        budget.temporaryIncrease = 2
        budget.temporaryIncreaseExpires = start + 3570
        population.budgets = [budget]
        edit(&population)
        return SimulatedProxy(population, startingAt: start)
    }

    private func text(_ target: String, _ proxy: SimulatedProxy) async -> String {
        await proxy.respond(to: .get(target, key: masterKey)).text
    }

    /// As a live proxy answers, member by member.
    @Test func oneUser() async {
        let proxy = proxy { population in
            var user = SimulatedUser(
                id: "u@example.com", role: .internalUser, email: "u@example.com", maxBudget: 12, spend: 0.25,
                createdAt: Self.created)
            user.budgetDuration = "30d"
            user.budgetResetAt = start + 5970
            user.modelBudgets = [ModelBudget(model: "m", limit: 2, period: "1d", spend: 0.123456)]
            population.users = [user]
            population.teams = [SimulatedTeam(id: "t", createdAt: Self.created)]
            population.teams[0].members = [SimulatedTeam.Member(userID: user.id)]
        }
        #expect(
            await text("/v2/user/info?user_id=u%40example.com", proxy)
                == #"{"user_id":"u@example.com","user_email":"u@example.com","user_alias":null,"#
                + #""user_role":"internal_user","spend":0.25,"max_budget":12.0,"tpm_limit":null,"rpm_limit":null,"#
                + #""models":[],"budget_duration":"30d","budget_reset_at":"2026-11-21T12:00:00Z","metadata":{},"#
                + #""created_at":"2026-11-21T10:19:30Z","updated_at":"2026-11-21T10:19:30Z","sso_user_id":null,"#
                + #""teams":["t"],"object_permission":null,"#
                + #""model_max_budget":{"m":{"budget_limit":2.0,"time_period":"1d"}},"#
                + #""model_max_budget_usage":{"m":{"current_spend":0.1235,"budget_limit":2.0,"time_period":"1d"}}}"#)
    }

    @Test(arguments: ["nope", "", SimulatedUser.proxyBudgetID])
    func anUnknownUser(_ id: String) async {
        let response = await proxy().respond(to: .get("/v2/user/info?user_id=\(id)", key: masterKey))
        #expect(response.status == 404)
        #expect(
            response.text
                == #"{"error":{"message":"User not found: \#(id)","type":"internal_server_error","param":null,"#
                + #""code":"404"}}"#)
    }

    @Test func theBudgetOfTheWholeProxyIsAUser() async throws {
        let proxy = proxy {
            $0.users = [.proxyBudget(maxBudget: 50, duration: "1d", spend: 3, createdAt: start)]
        }
        let (status, body) = try await proxy.get("/v2/user/info?user_id=litellm-proxy-budget")
        #expect(status == 200)
        #expect(body["max_budget"].number == 50)
        #expect(body["spend"].number == 3)
        #expect(body["user_role"] == .null)
        #expect(body["budget_reset_at"].string == "2026-11-22T00:00:00Z")
    }

    @Test func customers() async {
        let proxy = proxy { population in
            population.customers = [
                SimulatedCustomer(id: "c 1", alias: "C", budgetID: "b", spend: 1.5), SimulatedCustomer(id: "c2"),
            ]
            population.customers[1].isBlocked = true
        }
        #expect(
            await text("/customer/list", proxy)
                == #"[{"user_id":"c 1","blocked":false,"alias":"C","spend":1.5,"allowed_model_region":null,"#
                + #""default_model":null,"models":[],"budget_id":"b","litellm_budget_table":{"budget_id":"b","#
                + #""soft_budget":6.0,"max_budget":7.5,"max_parallel_requests":null,"tpm_limit":1000,"#
                + #""rpm_limit":null,"tpd_limit":null,"model_max_budget":null,"budget_duration":"30d","#
                + #""allowed_models":[],"temp_budget_increase":2.0,"temp_budget_expiry":"2026-11-21T11:20:00Z","#
                + #""budget_reset_at":"2026-11-21T12:00:00Z","created_at":"2026-11-21T10:19:30Z"},"#
                + #""object_permission_id":null,"object_permission":null},"#
                + #"{"user_id":"c2","blocked":true,"alias":null,"spend":0.0,"allowed_model_region":null,"#
                + #""default_model":null,"models":[],"budget_id":null,"litellm_budget_table":null,"#
                + #""object_permission_id":null,"object_permission":null}]"#)
        #expect(await text("/customer/list", self.proxy()) == "[]")
    }

    /// An organisation's budget has no reset date here; the budget table has it.
    @Test func organizations() async throws {
        let proxy = proxy { population in
            population.organizations = [
                SimulatedOrganization(id: "o1", alias: "One", budgetID: "b", spend: 4.25, createdAt: Self.created),
                SimulatedOrganization(id: "o2", budgetID: "none", createdAt: start),
            ]
            population.teams = [SimulatedTeam(id: "t", createdAt: start)]
            population.teams[0].organizationID = "o2"
            population.users = [SimulatedUser(id: "u", role: .internalUser, administeredOrganizations: ["o2"])]
        }
        let both = try await proxy.get("/organization/list").body.elements
        #expect(both.count == 2)
        #expect(
            await text("/organization/list?org_id=o1", proxy)
                == #"[{"organization_id":"o1","organization_alias":"One","budget_id":"b","spend":4.25,"metadata":{},"#
                + #""models":[],"model_spend":{},"created_by":"default_user_id","updated_by":"default_user_id","#
                + #""users":null,"litellm_budget_table":{"budget_id":"b","soft_budget":6.0,"max_budget":7.5,"#
                + #""max_parallel_requests":null,"tpm_limit":1000,"rpm_limit":null,"tpd_limit":null,"#
                + #""model_max_budget":null,"budget_duration":"30d","allowed_models":[],"temp_budget_increase":2.0,"#
                + #""temp_budget_expiry":"2026-11-21T11:20:00Z"},"object_permission":null,"#
                + #""object_permission_id":null,"members":[],"teams":[],"created_at":"2026-11-21T10:19:30Z","#
                + #""updated_at":"2026-11-21T10:19:30Z"}]"#)
        #expect(both[1]["litellm_budget_table"] == .null)
        #expect(both[1]["teams"].elements.map { $0["team_id"].string } == ["t"])
        #expect(both[1]["members"].elements.map { $0["user_role"].string } == ["org_admin"])
        #expect(try await proxy.get("/organization/list?org_alias=ON").body.elements.count == 1)
        #expect(
            try await proxy.get("/budget/list").body.elements[0]["budget_reset_at"].string == "2026-11-21T12:00:00Z")
    }

    @Test func aLicenceCanBeHadAndLost() async throws {
        let proxy = proxy {
            $0.organizations = [SimulatedOrganization(id: "o", budgetID: "b", createdAt: start)]
        }
        #expect(try await proxy.get("/organization/list").status == 200)
        await proxy.reconfigure { $0.isLicensed = false }
        #expect(try await proxy.get("/organization/list").status == 403)
        await proxy.reconfigure { $0.isLicensed = true }
        #expect(try await proxy.get("/organization/list").body.elements.count == 1)
    }

    @Test func providers() async throws {
        let proxy = proxy()
        await proxy.setProviders([
            SimulatedProvider(name: "openai", limit: 100, period: "1d", spend: 1.23, resetAt: start + 60.5),
            SimulatedProvider(name: "azure", limit: 1e-7, period: "30d"),
        ])
        #expect(
            await text("/provider/budgets", proxy)
                == #"{"providers":{"openai":{"budget_limit":100.0,"time_period":"1d","spend":1.23,"#
                + #""budget_reset_at":"2026-11-21T10:21:30.500000+00:00"},"#
                + #""azure":{"budget_limit":1e-7,"time_period":"30d","spend":0.0,"budget_reset_at":null}}}"#)

        await proxy.setProviders([])
        let none = await proxy.respond(to: .get("/provider/budgets", key: masterKey))
        #expect(none.status == 500)
        #expect(
            none.text
                == #"{"error":{"message":"No provider budget config found. Please set a provider budget config in the "#
                + #"router settings. https://docs.litellm.ai/docs/proxy/provider_budget_routing","#
                + #""type":"internal_server_error","param":null,"code":"500"}}"#)
        await proxy.reconfigure { $0.hasRouter = false }
        let noRouter = await proxy.respond(to: .get("/provider/budgets", key: masterKey))
        #expect(noRouter.status == 500)
        #expect(
            noRouter.text
                == #"{"error":{"message":"{'error': 'No llm_router found'}","type":"internal_server_error","#
                + #""param":null,"code":"500"}}"#)
    }

    @Test(arguments: [
        ("", ["u2", "u1", "u0"]), ("sort_by=user_id", ["u0", "u1", "u2"]),
        ("sort_by=user_id&sort_order=desc", ["u2", "u1", "u0"]), ("sort_by=spend", ["u2", "u0", "u1"]),
        ("sort_by=user_email&sort_order=desc", ["u0", "u2", "u1"]), ("sort_by=user_role", ["u1", "u2", "u0"]),
        ("user_ids=U1", ["u1"]), ("user_ids=u2,u0", ["u2", "u0"]), ("user_ids=u2,U0", ["u2"]),
        ("role=proxy_admin", ["u2"]), ("user_email=B%40", ["u2"]), ("search=u1", ["u1"]), ("team=t", ["u0"]),
        ("team=other", []), ("organization_ids=o", ["u1"]), ("page_size=2", ["u2", "u1"]),
        ("page=2&page_size=2", ["u0"]),
    ])
    func usersAreSortedAndFiltered(_ query: String, expected: [String]) async throws {
        let proxy = proxy { population in
            population.users = [
                SimulatedUser(id: "u0", role: nil, spend: 2, createdAt: start - 3),
                SimulatedUser(id: "u1", role: .internalUser, email: "a@x", spend: 3, createdAt: start - 2),
                SimulatedUser(id: "u2", role: .proxyAdmin, email: "b@x", spend: 1, createdAt: start - 1),
            ]
            population.users[1].organizationIDs = ["o"]
            population.teams = [SimulatedTeam(id: "t", createdAt: start)]
            population.teams[0].members = [SimulatedTeam.Member(userID: "u0")]
        }
        let (status, body) = try await proxy.get("/user/list?\(query)")
        #expect(status == 200)
        #expect(body["users"].elements.compactMap { $0["user_id"].string } == expected)
    }

    @Test(arguments: [
        ("page_size=101", 422), ("page_size=0", 422), ("page=0", 422), ("sort_by=nonsense", 400),
        ("sort_by=spend&sort_order=nonsense", 400), ("page=99999999999999999999999", 500),
    ])
    func aUserListThatCannotBe(_ query: String, status: Int) async throws {
        #expect(try await proxy().get("/user/list?\(query)").status == status)
    }

    /// What each member's budget is, and where it comes from.
    @Test func members() async throws {
        let proxy = proxy { population in
            var team = SimulatedTeam(id: "t", createdAt: start)
            team.memberBudgetID = "b"
            team.members = [
                SimulatedTeam.Member(userID: "inherits", budgetID: "b"), SimulatedTeam.Member(userID: "joined-before"),
                SimulatedTeam.Member(userID: "own", budgetID: "own"),
            ]
            team.members[0].spend = 1.5
            team.members[0].totalSpend = 11.5
            var other = SimulatedTeam(id: "without", createdAt: start)
            other.members = [SimulatedTeam.Member(userID: "free")]
            var gone = SimulatedTeam(id: "gone", createdAt: start)
            gone.memberBudgetID = "deleted"
            gone.members = [SimulatedTeam.Member(userID: "free")]
            population.teams = [team, other, gone]
            population.budgets.append(SharedBudget(id: "own", maxBudget: 0, createdAt: start))
        }
        let body = try await proxy.get("/team/info?team_id=t").body
        #expect(body["team_info"]["team_member_budget_table"]["max_budget"].number == 7.5)
        let members = body["team_memberships"].elements
        #expect(members.map { $0["budget_source"].string } == ["team_default", "team_default", "custom"])
        #expect(members.map { $0["budget_id"].string } == ["b", nil, "own"])
        #expect(members.map { $0["litellm_budget_table"]["max_budget"].number } == [7.5, nil, 0])
        #expect(members[0]["spend"].number == 1.5)
        #expect(members[0]["total_spend"].number == 11.5)
        #expect(members[0]["litellm_budget_table"]["temp_budget_increase"].number == 2)
        for id in ["without", "gone"] {
            let body = try await proxy.get("/team/info?team_id=\(id)").body
            #expect(body["team_info"]["team_member_budget_table"] == .null)
            #expect(body["team_memberships"].elements.map { $0["budget_source"].string } == ["none"])
        }
    }

    @Test func budgetsByModelAndWindows() async throws {
        let secret = "sk-simulator-limited"
        let token = SimulatedKey.token(of: secret)
        let proxy = proxy { population in
            var key = SimulatedKey(secret: secret, teamID: "t", createdAt: start)
            key.modelBudgets = [ModelBudget(model: "m", limit: 5, period: "30d", spend: 1)]
            key.budgetLimits = [BudgetWindow(duration: "1h", maxBudget: 1, resetAt: start + 60, spend: 0.25)]
            var team = SimulatedTeam(id: "t", createdAt: start)
            team.modelBudgets = [ModelBudget(model: "m", limit: 50, period: "1d", spend: 2)]
            population.keys = [key, SimulatedKey(secret: "sk-simulator-plain", createdAt: start)]
            population.teams = [team, SimulatedTeam(id: "plain", createdAt: start)]
        }
        let info = try await proxy.get("/key/info?key=\(token)").body["info"]
        #expect(info["budget_limits_usage"]["1h"]["current_spend"].number == 0.25)
        #expect(info["model_max_budget_usage"]["m"]["current_spend"].number == 1)
        let plain = try await proxy.get("/key/info?key=\(SimulatedKey.token(of: "sk-simulator-plain"))").body["info"]
        #expect(plain.members["budget_limits_usage"] == nil && plain.members["model_max_budget_usage"] == nil)
        let listed = try await proxy.get("/key/list?return_full_object=true&key_alias=&team_id=t").body["keys"]
            .elements[0]
        #expect(listed["budget_limits"].elements[0]["max_budget"].number == 1)
        #expect(listed["model_max_budget"]["m"]["budget_limit"].number == 5)
        #expect(listed.members["budget_limits_usage"] == nil && listed.members["model_max_budget_usage"] == nil)

        let team = try await proxy.get("/team/info?team_id=t").body["team_info"]
        #expect(team["model_max_budget"]["m"]["max_budget"].number == 50)
        #expect(team["model_max_budget_usage"]["m"]["current_spend"].number == 2)
        let unlimited = try await proxy.get("/team/info?team_id=plain").body["team_info"]
        #expect(unlimited["model_max_budget_usage"] == .object([:]))
    }
}

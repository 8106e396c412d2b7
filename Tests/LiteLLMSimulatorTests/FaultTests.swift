import Testing

@testable import LiteLLMSimulator

@Suite struct FaultTests {
    private func proxy() -> SimulatedProxy {
        var population = teams(7)
        population.keys = [SimulatedKey(secret: "sk-simulator-a", teamID: "t00", spend: 1, createdAt: start - 9)]
        population.addViewer(createdAt: start - 60)
        return SimulatedProxy(population, startingAt: start)
    }

    @Test(arguments: [
        ("/v2/team/list", 503), ("/team/list", 503), ("/team/info?team_id=t00", 404), ("/key/list", 500),
        ("/key/info", 500), ("/user/list", 503), ("/v2/user/info?user_id=budget-exporter", 500),
        ("/customer/list", 500), ("/organization/list", 503), ("/budget/list", 503),
        ("/health/readiness", 503), ("/health/liveliness", 200),
        // From memory, and not configured here.
        ("/provider/budgets", 500),
    ])
    func aDatabaseOutageHasItsPattern(_ target: String, status: Int) async throws {
        let proxy = proxy()
        await proxy.inject(Fault(.databaseOutage))
        #expect(try await proxy.get(target).status == status)
        await proxy.clearFaults()
        let isReadable = !["/key/info", "/provider/budgets"].contains(target)
        #expect(try await proxy.get(isReadable ? target : "/key/list").status == 200)
    }

    @Test func anOutageEndsInA503ForAKeyThatIsNoLongerKnown() async throws {
        let proxy = proxy()
        _ = try await proxy.get("/v2/team/list", key: Population.viewerKey)
        await proxy.inject(Fault(.databaseOutage))
        #expect(try await proxy.get("/team/info?team_id=t00", key: Population.viewerKey).status == 404)
        await proxy.advance(to: start + 61)
        #expect(try await proxy.get("/team/info?team_id=t00", key: Population.viewerKey).status == 503)
        await proxy.clearFaults()
        #expect(try await proxy.get("/team/info?team_id=t00", key: Population.viewerKey).status == 200)
    }

    @Test func aBadRowSpoilsItsPageHoweverSmall() async throws {
        for isFault in [true, false] {
            let proxy = proxy()
            if isFault {
                await proxy.inject(Fault(.distorted(.badRow(teamID: "t03"))))
            } else {
                await proxy.updateTeam("t03") { $0.members = [SimulatedTeam.Member(userID: nil)] }
            }
            func status(page: Int, size: Int) async throws -> Int {
                try await proxy.get("/v2/team/list?sort_by=team_id&page=\(page)&page_size=\(size)").status
            }
            #expect(try await status(page: 1, size: 100) == 500)
            #expect(try await status(page: 2, size: 100) == 200)
            #expect(try await status(page: 1, size: 3) == 200)
            #expect(try await status(page: 2, size: 3) == 500)
            #expect(try await status(page: 4, size: 1) == 500)
            #expect(try await status(page: 5, size: 1) == 200)
            #expect(try await proxy.get("/team/info?team_id=t03").status == 400)
            let unpaged = try await proxy.get("/team/list").body.elements
            #expect(unpaged.count == 6)
        }
    }

    @Test func aNumberThatJSONDoesNotHaveIsNullInListsAndA500InTeamInfo() async throws {
        let proxy = proxy()
        await proxy.updateTeam("t00") { $0.spend = .infinity }
        let (status, body) = try await proxy.get("/v2/team/list?team_id=t00")
        #expect(status == 200)
        #expect(body["teams"].elements.first?["spend"] == .null)
        #expect(try await proxy.get("/team/info?team_id=t00").status == 500)
    }

    @Test func aFaultStrikesOnlyWhatItNames() async throws {
        let proxy = proxy()
        await proxy.inject(Fault(.status(502), routes: ["/v2/team/list"], pages: [2], times: 2))
        #expect(try await proxy.get("/key/list?page=2").status == 200)
        #expect(try await proxy.get("/v2/team/list").status == 200)
        #expect(try await proxy.get("/v2/team/list?page=2").status == 502)
        #expect(try await proxy.get("/v2/team/list?page=2").status == 502)
        #expect(try await proxy.get("/v2/team/list?page=2").status == 200)
        #expect(await proxy.activeFaults.isEmpty)
    }

    @Test(arguments: [
        (Fault.Effect.loginPage, 200, "text/html; charset=utf-8"),
        (.tooManyRequests(retryAfter: "7"), 429, "text/plain"),
        (.status(500), 500, "application/json"),
    ])
    func somethingElseAnswers(_ effect: Fault.Effect, status: Int, contentType: String) async {
        let proxy = proxy()
        await proxy.inject(Fault(effect))
        let response = await proxy.respond(to: .get("/v2/team/list", key: masterKey))
        #expect(response.status == status)
        #expect(response.headers.first { $0.name == "content-type" }?.value == contentType)
        let retryAfter = response.headers.first { $0.name == "retry-after" }?.value
        #expect(retryAfter == (status == 429 ? "7" : nil))
    }

    @Test(arguments: [
        (Fault.Effect.slow(seconds: 2), SimulatedResponse.Delivery.delayed(seconds: 2)),
        (.truncated(afterBytes: 50), .cut(afterBytes: 50)), (.hanging, .never),
    ])
    func aBrokenDeliveryIsMarked(_ effect: Fault.Effect, delivery: SimulatedResponse.Delivery) async {
        let proxy = proxy()
        await proxy.inject(Fault(effect))
        #expect(await proxy.respond(to: .get("/v2/team/list", key: masterKey)).delivery == delivery)
        await proxy.clearFaults()
        #expect(await proxy.respond(to: .get("/v2/team/list", key: masterKey)).delivery == .immediate)
    }

    @Test func rowsAreDistorted() async throws {
        let proxy = proxy()
        await proxy.inject(Fault(.distorted(.nullSpend), routes: ["/key/list"]))
        await proxy.inject(Fault(.distorted(.wrongTypes), routes: ["/v2/team/list"]))
        let key = try await proxy.get("/key/list?return_full_object=true&team_id=t00").body["keys"].elements[0]
        #expect(key["spend"] == .null)
        let team = try await proxy.get("/v2/team/list").body["teams"].elements[0]
        #expect(team["spend"].typeName == "string")
        #expect(team["max_budget"].typeName == "array")
        #expect(team["blocked"].typeName == "string")
    }

    @Test func everyKindOfRowIsDistorted() async throws {
        let proxy = SimulatedProxy(.demo(at: start), startingAt: start)
        let rows: [(String, @Sendable (JSONTree) -> JSONTree)] = [
            ("/user/list", { $0["users"].elements[0] }), ("/customer/list", { $0.elements[0] }),
            ("/v2/user/info?user_id=qa-lead", { $0 }), ("/organization/list", { $0.elements[0] }),
            ("/provider/budgets", { $0["providers"]["openai"] }),
            ("/team/info?team_id=\(Population.teamID("Code review bot"))", { $0["team_memberships"].elements[0] }),
        ]
        for (target, row) in rows {
            await proxy.inject(Fault(.distorted(.nullSpend)))
            #expect(row(try await proxy.get(target).body)["spend"] == .null, "\(target)")
            await proxy.clearFaults()
            await proxy.inject(Fault(.distorted(.wrongTypes)))
            #expect(row(try await proxy.get(target).body)["spend"].typeName == "string", "\(target)")
            await proxy.clearFaults()
            #expect(row(try await proxy.get(target).body)["spend"].typeName == "number", "\(target)")
        }
        await proxy.inject(Fault(.distorted(.wrongTypes)))
        #expect(try await proxy.get("/budget/list").body.elements[0]["max_budget"].typeName == "array")
    }

    @Test func onlyARequestOverAKeptConnectionIsDropped() async {
        let proxy = proxy()
        await proxy.inject(Fault(.droppedConnection, times: 1))
        var request = SimulatedRequest.get("/v2/team/list", key: masterKey)
        #expect(await proxy.respond(to: request).delivery == .immediate)
        request.isConnectionReused = true
        #expect(await proxy.respond(to: request).delivery == .dropped)
        #expect(await proxy.respond(to: request).delivery == .immediate)
    }

    @Test func anUnknownRouteAndAnAbsentOneAreTheSame() async {
        var settings = ProxySettings()
        settings.absentRoutes = ["/v2/team/list"]
        let proxy = SimulatedProxy(teams(1), settings: settings, startingAt: start)
        for target in ["/v2/team/list?page=1", "/v2/team/list/", "/no/such/path"] {
            let response = await proxy.respond(to: .get(target, key: masterKey))
            #expect(response.status == 404)
            #expect(response.text == #"{"detail":"Not Found"}"#)
        }
        #expect(await proxy.respond(to: SimulatedRequest(target: "/v2/team/list")).status == 404, "without a key too")
        #expect(await proxy.respond(to: .get("/team/list", key: masterKey)).status == 200)
        await proxy.reconfigure { $0.absentRoutes = [] }
        #expect(await proxy.respond(to: .get("/v2/team/list", key: masterKey)).status == 200, "after an upgrade")
    }

    @Test func anOlderProxyListsHashesOnly() async throws {
        var settings = ProxySettings()
        settings.listsKeysAsHashesOnly = true
        let proxy = SimulatedProxy(.demo(at: start), settings: settings, startingAt: start)
        let body = try await proxy.get("/key/list?return_full_object=true&size=100").body
        #expect(body["keys"].elements.count == 31)
        #expect(body["keys"].elements.allSatisfy { $0.string?.utf8.count == 64 })
    }

    @Test func anOlderProxyLacksMembersAndRoutes() async throws {
        var settings = ProxySettings()
        settings.omittedMembers = ["total_spend", "budget_limits"]
        settings.absentRoutes = ["/v2/team/list"]
        let proxy = SimulatedProxy(.demo(at: start), settings: settings, startingAt: start)
        #expect(try await proxy.get("/v2/team/list").status == 404)
        let key = try await proxy.get("/key/list?return_full_object=true").body["keys"].elements[0].members
        #expect(key["total_spend"] == nil && key["budget_limits"] == nil && key["spend"] != nil)
    }
}

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
        ("/key/info", 500), ("/health/readiness", 503), ("/health/liveliness", 200),
    ])
    func aDatabaseOutageHasItsPattern(_ target: String, status: Int) async throws {
        let proxy = proxy()
        await proxy.inject(Fault(.databaseOutage))
        #expect(try await proxy.get(target).status == status)
        await proxy.clearFaults()
        #expect(try await proxy.get(target.hasPrefix("/key/info") ? "/key/list" : target).status == 200)
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

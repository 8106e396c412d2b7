import Testing

@testable import LiteLLMSimulator

@Suite struct PagingTests {
    @Test(arguments: [1, 2, 3, 7, 24, 25, 26, 100])
    func aWalkSeesEachTeamOnceInOrder(pageSize: Int) async throws {
        let proxy = SimulatedProxy(teams(25), startingAt: start)
        let ids = try await proxy.walkTeams(pageSize: pageSize)
        #expect(ids == (0..<25).map { "t" + String(100 + $0).dropFirst() })
    }

    @Test func aPagePastTheEndIsEmptyAndKnowsTheTotal() async throws {
        let proxy = SimulatedProxy(teams(3), startingAt: start)
        let response = await proxy.respond(to: .get("/v2/team/list?page=99", key: masterKey))
        #expect(response.text == #"{"teams":[],"total":3,"page":99,"page_size":10,"total_pages":1}"#)
    }

    @Test func aRowInsertedBeforeTheOffsetComesTwice() async throws {
        let proxy = SimulatedProxy(teams(6), startingAt: start)
        await proxy.apply(.addTeam(SimulatedTeam(id: "a", createdAt: start)), afterPage: 1, of: "/v2/team/list")
        #expect(try await proxy.walkTeams(pageSize: 2) == ["t00", "t01", "t01", "t02", "t03", "t04", "t05"])
    }

    @Test func aRowDeletedBeforeTheOffsetHidesAnother() async throws {
        let proxy = SimulatedProxy(teams(6), startingAt: start)
        await proxy.apply(.deleteTeam(id: "t00"), afterPage: 1, of: "/v2/team/list")
        #expect(try await proxy.walkTeams(pageSize: 2) == ["t00", "t01", "t03", "t04", "t05"])
    }

    @Test func aDeletedTeamTakesAllOfItsKeysAlong() async {
        var population = Population()
        // Made in the same second, they are in the order of their hashes.
        for team in ["a", "b"] {
            population.teams.append(SimulatedTeam(id: team, createdAt: start))
            population.keys += (0..<5).map {
                SimulatedKey(
                    secret: "sk-simulator-\(team)-\($0)", alias: "\(team)\($0)", teamID: team, createdAt: start)
            }
        }
        let proxy = SimulatedProxy(population, startingAt: start)
        await proxy.apply(.deleteTeam(id: "a"))
        #expect(await Set(proxy.keys.map(\.alias)) == ["b0", "b1", "b2", "b3", "b4"])
    }

    @Test(arguments: [
        ("page_size=101", "less_than_equal", "page_size", "Input should be less than or equal to 100"),
        ("page_size=0", "greater_than_equal", "page_size", "Input should be greater than or equal to 1"),
        ("page=0", "greater_than_equal", "page", "Input should be greater than or equal to 1"),
        (
            "page=x", "int_parsing", "page",
            "Input should be a valid integer, unable to parse string as an integer"
        ),
    ])
    func aValueThatDoesNotFitIs422(_ query: String, type: String, parameter: String, message: String) async {
        let proxy = SimulatedProxy(teams(1), startingAt: start)
        let response = await proxy.respond(to: .get("/v2/team/list?\(query)", key: masterKey))
        #expect(response.status == 422)
        #expect(
            response.text == #"{"detail":[{"type":"\#(type)","loc":["query","\#(parameter)"],"msg":"\#(message)"}]}"#)
    }

    @Test func eachBadValueIsNamed() async throws {
        let proxy = SimulatedProxy(teams(1), startingAt: start)
        let (status, body) = try await proxy.get("/v2/team/list?page=0&page_size=101")
        #expect(status == 422)
        #expect(body["detail"].elements.map { $0["loc"].elements.last?.string } == ["page", "page_size"])
    }

    @Test(arguments: [
        ("sort_by=team_id", ["t00", "t01", "t02"]), ("sort_by=team_id&sort_order=desc", ["t02", "t01", "t00"]),
        ("sort_by=created_at&sort_order=asc", ["t00", "t01", "t02"]),
        ("sort_by=team_alias", ["t02", "t00", "t01"]), ("sort_by=team_alias&sort_order=desc", ["t01", "t00", "t02"]),
        ("sort_by=nonsense&sort_order=asc", ["t02", "t01", "t00"]), ("", ["t02", "t01", "t00"]),
    ])
    func teamsComeInTheOrderAskedFor(_ query: String, expected: [String]) async throws {
        let proxy = SimulatedProxy(teams(3), startingAt: start)
        await proxy.updateTeam("t00") { $0.alias = "b" }
        await proxy.updateTeam("t02") { $0.alias = "a" }
        let (_, body) = try await proxy.get("/v2/team/list?\(query)")
        #expect(body["teams"].elements.map { $0["team_id"].string } == expected)
    }

    @Test(arguments: [
        ("sort_by=spend", ["k2", "k1", "k0"]), ("sort_by=spend&sort_order=asc", ["k0", "k1", "k2"]),
        // No limit counts as the highest.
        ("sort_by=max_budget&sort_order=asc", ["k1", "k0", "k2"]), ("", ["k2", "k1", "k0"]),
        ("status=revoked", ["k0"]), ("status=expired", ["k1"]), ("status=active", ["k2"]), ("expires=expired", ["k1"]),
        ("team_id=t00", ["k1"]), ("key_alias=k2", ["k2"]), ("user_id=nobody", []),
    ])
    func keysAreSortedAndFiltered(_ query: String, expected: [String]) async throws {
        var population = teams(1)
        for number in 0..<3 {
            var key = SimulatedKey(
                secret: "sk-simulator-\(number)", alias: "k\(number)", spend: Double(number),
                createdAt: start - 10 + Double(number))
            if number == 0 { (key.isBlocked, key.maxBudget) = (true, 9) }
            if number == 1 { (key.expires, key.teamID, key.maxBudget) = (start - 1, "t00", 2) }
            population.keys.append(key)
        }
        let proxy = SimulatedProxy(population, startingAt: start)
        let (status, body) = try await proxy.get("/key/list?return_full_object=true&\(query)")
        #expect(status == 200)
        #expect(body["keys"].elements.compactMap { $0["key_alias"].string } == expected)
    }

    @Test func oddIDsAreFoundByTheirEncodedForm() async throws {
        let id = "a b/c?d=é&x+%"
        let proxy = SimulatedProxy(
            Population(teams: [SimulatedTeam(id: id, createdAt: start)]), startingAt: start)
        let encoded = "a%20b%2Fc%3Fd%3D%C3%A9%26x%2B%25"
        #expect(try await proxy.get("/v2/team/list?team_id=\(encoded)").body["total"].number == 1)
        #expect(try await proxy.get("/team/info?team_id=\(encoded)").body["team_id"].string == id)
    }
}

import Testing

@testable import LiteLLMSimulator

/// What is charged along with a key's request, who refuses it, and what each budget's reset takes away.
@Suite struct AccountSpendingTests {
    private let token = SimulatedKey.token(of: "sk-simulator-spender")
    private let loner = SimulatedKey.token(of: "sk-simulator-loner")

    /// One key in a team with an organisation, one outside; both of the same user.
    private func proxy(_ edit: (inout Population) -> Void = { _ in }) -> SimulatedProxy {
        var population = teams(1)
        population.teams[0].organizationID = "o"
        population.teams[0].members = [SimulatedTeam.Member(userID: "u", budgetID: "b")]
        population.keys = [
            SimulatedKey(secret: "sk-simulator-spender", teamID: "t00", userID: "u", createdAt: start),
            SimulatedKey(secret: "sk-simulator-loner", userID: "u", createdAt: start),
        ]
        population.users = [
            SimulatedUser(id: "u", role: .internalUser, createdAt: start),
            .proxyBudget(maxBudget: 1000, duration: "1h", createdAt: start),
        ]
        population.budgets = [
            SharedBudget(id: "b", maxBudget: 100, duration: "1h", resetAt: start + 60, createdAt: start)
        ]
        population.customers = [SimulatedCustomer(id: "c", budgetID: "b")]
        population.organizations = [SimulatedOrganization(id: "o", budgetID: "b", createdAt: start)]
        population.providers = [SimulatedProvider(name: "p", limit: 100, period: "1h")]
        edit(&population)
        return SimulatedProxy(population, startingAt: start)
    }

    private func spends(_ proxy: SimulatedProxy) async -> [Double?] {
        await [
            proxy.key(token)?.spend, proxy.team("t00")?.spend, proxy.team("t00")?.members[0].spend,
            proxy.user("u")?.spend, proxy.organization("o")?.spend, proxy.customer("c")?.spend,
            proxy.providers.first?.spend, proxy.user(SimulatedUser.proxyBudgetID)?.spend,
        ]
    }

    @Test func aRequestIsChargedToAllThatItConcerns() async {
        let proxy = proxy()
        await proxy.spend(2, byKey: token, customerID: "c", provider: "p")
        #expect(await spends(proxy) == Array(repeating: 2, count: 8))
        await proxy.spend(1, byKey: loner)
        #expect(await spends(proxy) == [2, 2, 2, 3, 2, 2, 2, 3])
        await proxy.spend(0.5, byKey: token, customerID: "new")
        #expect(await proxy.customer("new")?.spend == 0.5)
    }

    @Test func theScriptSpreadsAKeysCost() async throws {
        let proxy = proxy { population in
            population.script.rates = [
                SpendingRate(token: token, usdPerHour: 4, customerIDs: ["c", "d"], providers: ["p", "unknown"])
            ]
        }
        await proxy.advance(to: start + 3600)
        for spend in [await proxy.customer("d")?.spend, await proxy.providers[0].spend] {
            #expect(abs(try #require(spend) - 2) < 0.02)
        }
        #expect(abs(try #require(await proxy.key(token)?.spend) - 4) < 0.02)
    }

    @Test func eachResetsByItsOwnBudget() async throws {
        let proxy = proxy { population in
            population.users[0].budgetDuration = "1h"
            population.users[0].budgetResetAt = start + 60
        }
        await proxy.spend(2, byKey: token, customerID: "c", provider: "p")
        await proxy.advance(to: start + 600)
        // The key, the team and the proxy are not due yet; the provider's hour is not over.
        #expect(await spends(proxy) == [2, 2, 0, 0, 0, 0, 2, 2])
        #expect(await proxy.sharedBudget("b")?.resetAt == CivilTime(year: 2026, month: 11, day: 21).time + 11 * 3600)
        #expect(await proxy.team("t00")?.members[0].totalSpend == 2)

        await proxy.advance(to: start + 3599)
        #expect(await spends(proxy)[7] == 0, "the proxy's hour was full at eleven")
        let hour = "2026-11-21T11:20:30+00:00"
        func provider() async throws -> JSONTree { try await proxy.get("/provider/budgets").body["providers"]["p"] }
        #expect(try await provider()["budget_reset_at"].string == hour)
        await proxy.advance(to: start + 3600)
        #expect(try await provider()["spend"].number == 0)
        #expect(try await provider()["budget_reset_at"] == .null)
        await proxy.spend(1, byKey: token, provider: "p")
        #expect(try await provider()["spend"].number == 1)
        #expect(try await provider()["budget_reset_at"].string == "2026-11-21T12:20:30+00:00")
    }

    /// A member that lives by the default without naming it keeps its spend.
    @Test func onlyMembersThatNameABudgetResetWithIt() async {
        let proxy = proxy { population in
            population.teams[0].memberBudgetID = "b"
            population.teams[0].members.append(SimulatedTeam.Member(userID: "v"))
            population.teams[0].members[1].spend = 3
        }
        await proxy.advance(to: start + 600)
        #expect(await proxy.team("t00")?.members.map(\.spend) == [0, 3])
    }

    @Test(arguments: [
        "user", "member", "inherited", "organization", "customer", "blocked customer", "proxy", "window", "none",
        "zero by default", "increase",
    ])
    func whoRefusesARequest(_ why: String) async {
        let proxy = proxy { population in
            func limit(_ maxBudget: Double) {
                population.budgets[0].maxBudget = maxBudget
            }
            switch why {
            case "user":
                population.users[0].maxBudget = 1
                population.users[0].spend = 1
            case "member":
                limit(0)
                population.organizations = []
            case "inherited":
                limit(0.5)
                population.teams[0].memberBudgetID = "b"
                population.teams[0].members[0].budgetID = nil
                population.teams[0].members[0].spend = 0.5
                population.organizations = []
            case "zero by default":
                limit(0)
                population.teams[0].memberBudgetID = "b"
                population.organizations = []
                population.customers = []
            case "increase":
                limit(1)
                population.budgets[0].temporaryIncrease = 5
                population.budgets[0].temporaryIncreaseExpires = start + 60
                population.teams[0].members[0].spend = 1
                population.organizations = []
            case "organization":
                population.teams[0].members = []
                population.organizations[0].spend = 100
            case "customer": population.customers[0].spend = 100.5
            case "blocked customer": population.customers[0].isBlocked = true
            case "proxy": population.users[1].spend = 1000.5
            case "window":
                population.teams[0].budgetLimits = [
                    BudgetWindow(duration: "1h", maxBudget: 1, resetAt: start + 60, spend: 1)
                ]
            default: break
            }
        }
        // A user's own budget binds the keys outside teams only.
        let passing = ["user", "none", "zero by default", "increase"]
        await proxy.spend(0.25, byKey: token, customerID: "c")
        #expect(await proxy.key(token)?.spend == (passing.contains(why) ? 0.25 : 0))
        await proxy.spend(0.25, byKey: loner)
        #expect(await proxy.key(loner)?.spend == (["user", "proxy"].contains(why) ? 0 : 0.25))
    }

    @Test func aProviderAtItsLimitGetsNoMore() async {
        let proxy = proxy { $0.providers[0].limit = 1 }
        for _ in 0..<5 { await proxy.spend(0.75, byKey: token, provider: "p") }
        #expect(await proxy.providers[0].spend == 1.5)
        #expect(await proxy.key(token)?.spend == 3.75)
    }

    @Test func aModelsPeriodBeginsWithItsFirstCost() async throws {
        let proxy = proxy { $0.keys[0].modelBudgets = [ModelBudget(model: "m", limit: 9, period: "1h")] }
        func usage() async throws -> Double? {
            try await proxy.get("/key/info?key=\(token)").body["info"]["model_max_budget_usage"]["m"]["current_spend"]
                .number
        }
        await proxy.advance(to: start + 1000)
        await proxy.spend(1, byKey: token)
        await proxy.advance(to: start + 4599)
        #expect(try await usage() == 1)
        await proxy.advance(to: start + 4600)
        #expect(try await usage() == 0)
    }

    @Test func rowsComeAndGo() async throws {
        let proxy = proxy()
        await proxy.apply(.addUser(SimulatedUser(id: "v", role: .internalUser, spend: 4, createdAt: start)))
        await proxy.apply(.addKey(SimulatedKey(secret: "sk-simulator-v", userID: "v", createdAt: start)))
        await proxy.updateTeam("t00") { $0.members.append(SimulatedTeam.Member(userID: "v")) }
        await proxy.apply(.resetUserSpend(id: "v"))
        #expect(try await proxy.get("/user/list?user_ids=v").body["users"].elements.first?["key_count"].number == 1)
        #expect(await proxy.user("v")?.spend == 0)
        await proxy.apply(.deleteUser(id: "v"))
        #expect(await proxy.user("v") == nil)
        #expect(await proxy.key(SimulatedKey.token(of: "sk-simulator-v")) == nil)
        #expect(await proxy.team("t00")?.members.count == 1)

        await proxy.apply(.addCustomer(SimulatedCustomer(id: "d")))
        await proxy.apply(.blockCustomer(id: "d", true))
        #expect(await proxy.customer("d")?.isBlocked == true)
        await proxy.apply(.deleteCustomer(id: "d"))
        await proxy.apply(.addSharedBudget(SharedBudget(id: "x", maxBudget: 1, createdAt: start)))
        await proxy.apply(.addOrganization(SimulatedOrganization(id: "p", budgetID: "x", createdAt: start)))
        await proxy.apply(.deleteOrganization(id: "o"))
        await proxy.apply(.deleteSharedBudget(id: "b"))
        #expect(await proxy.customers.map(\.id) == ["c"])
        #expect(await proxy.organizations.map(\.id) == ["p"])
        #expect(await proxy.sharedBudgets.map(\.id) == ["x"])
    }
}

import Budgets
import LiteLLMSimulator
import Testing
import Threading

@testable import Polling

/// All kinds of account against a simulated proxy.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PollerKindsTests {
    private static let others: [SourceID] = [.users, .customers, .organizations, .providers]

    private func watched(
        _ population: Population, settings: ProxySettings = ProxySettings(), latency: Duration = .zero,
        configure: @escaping (inout Poller.Configuration) -> Void = { _ in }
    ) async -> WatchedProxy {
        let watched = WatchedProxy(population, latency: latency) { configuration in
            configuration.otherIntervals = Dictionary(
                uniqueKeysWithValues: Self.others.map { ($0, .seconds(300)) })
            configure(&configuration)
        }
        await watched.proxy.reconfigure { $0 = settings }
        return watched
    }

    private func population(users: Int = 130) -> Population {
        still(
            .generated(
                teams: 7, keys: 20, users: users, customers: 30, organizations: 3, providers: 2, membersPerTeam: 3,
                seed: 7, at: 1_795_222_095))
    }

    /// Nothing is spent but by the test, which would also make deleted customers anew.
    private func still(_ population: Population) -> Population {
        var population = population
        population.script = SpendingScript()
        return population
    }

    private func status(_ report: Report, _ source: SourceID) -> SourceStatus? {
        report.sources.first { $0.source == source }
    }

    private func isComplete(_ report: Report) -> Bool {
        report.sources.allSatisfy { $0.lastSuccess != nil } && report.detailsRound != nil
    }

    @Test("every kind is read, as it stands behind the proxy")
    func readsEveryKind() async throws {
        let watched = await watched(population())
        await watched.proxy.setUser(
            .proxyBudget(maxBudget: 500, duration: "30d", spend: 12.5, createdAt: 1_795_000_000))
        try await watched.run {
            try await watched.wait(atMost: .seconds(120), "not all was read") { isComplete($0) }
            let (report, proxy) = (await watched.report(), watched.proxy)
            let users = await proxy.users.filter { $0.id != SimulatedUser.proxyBudgetID }.sorted { $0.id < $1.id }
            #expect(report.accounts(.user).map(\.id.text) == users.map(\.id))
            #expect(report.accounts(.user).map(\.budget.limit.amount?.amount) == users.map(\.maxBudget))
            #expect(report.accounts(.user).map(\.spend?.amount) == users.map(\.spend))
            #expect(report.accounts(.proxy).map(\.budget.limit) == [.limited(500)])
            #expect(report.accounts(.proxy).map(\.spend) == [12.5])
            let customers = await proxy.customers.sorted { $0.id < $1.id }
            #expect(report.accounts(.customer).map(\.id.text) == customers.map(\.id))
            #expect(report.accounts(.customer).map(\.spend?.amount) == customers.map(\.spend))
            #expect(report.accounts(.customer).map(\.isBlocked) == customers.map(\.isBlocked))
            let organizations = await proxy.organizations.sorted { $0.id < $1.id }
            #expect(report.accounts(.organization).map(\.id.text) == organizations.map(\.id))
            #expect(report.accounts(.organization).allSatisfy { $0.budget.limit.amount != nil })
            #expect(await report.accounts(.provider).map(\.id.text) == proxy.providers.map(\.name).sorted())
            let members = await proxy.teams.flatMap { team in
                team.members.compactMap { member in
                    member.userID.map { AccountID.teamMember(team: team.id, user: $0) }
                }
            }
            #expect(report.accounts(.teamMember).map(\.id) == members.sorted())
            #expect(watched.mostUnderWay <= 2)
        }
    }

    @Test("a user or a customer that is deleted goes after one sweep, a member with the next round")
    func removesWhatIsDeleted() async throws {
        let watched = await watched(population())
        try await watched.run {
            try await watched.wait(atMost: .seconds(120), "not all was read") { isComplete($0) }
            let user = try #require(await watched.proxy.users.first { $0.id != "budget-exporter" }).id
            let customer = try #require(await watched.proxy.customers.first).id
            let team = try #require(await watched.proxy.teams.first { $0.members.count > 1 })
            let member = try #require(team.members[0].userID)
            await watched.proxy.apply(.deleteCustomer(id: customer))
            await watched.proxy.updateTeam(team.id) { $0.members.removeFirst() }
            try await watched.wait(atMost: .seconds(100), "the member stays") {
                !$0.accounts(.teamMember).contains { $0.id == .teamMember(team: team.id, user: member) }
            }
            try await watched.wait(atMost: .seconds(310), "the customer stays") {
                !$0.accounts(.customer).contains { $0.id.text == customer }
            }
            let sweeps = status(await watched.report(), .users)?.sweeps[.complete] ?? 0
            await watched.proxy.apply(.deleteUser(id: user))
            try await watched.wait(atMost: .seconds(700), "the user stays") {
                !$0.accounts(.user).contains { $0.id.text == user }
            }
            #expect(status(await watched.report(), .users)?.sweeps[.complete] == sweeps + 1)
        }
    }

    @Test("a user that paging skips is asked for by its id, and is gone only where the list has nobody of that id")
    func skippedUsers() async throws {
        let watched = await watched(population(users: 20))
        let users = UserList(api: try watched.api(), time: watched.time)
        let id = try #require(await watched.proxy.users.first { $0.id != SimulatedUser.proxyBudgetID }).id
        func finding(_ id: String) async -> String {
            switch await users.verdict(on: id).finding {
            case .present(let observation): "present \(observation.account.id.text)"
            case let other: "\(other)"
            }
        }
        #expect(await finding(id) == "present \(id)")
        #expect(await finding(String(id.dropLast())) == "gone", "others have it as a part")
        #expect(await finding("\(id),x") == "unknown")
        #expect(await finding(" x") == "unknown")
        #expect(await finding(#"x\y"#) == "unknown")
        // Of a proxy that does not know the filter.
        func everybody(pages: Int) -> Fault {
            let rows = #"[{"user_id":"a"},{"user_id":"b"}]"#
            return Fault(
                .status(200, body: #"{"users":\#(rows),"total":2,"page":1,"page_size":100,"total_pages":\#(pages)}"#))
        }
        for (fault, expected) in [
            (everybody(pages: 1), "gone"), (everybody(pages: 2), "unknown"), (Fault(.databaseOutage), "unknown"),
            (Fault(.status(404, body: "default backend - 404")), "unknown"), (Fault(.status(403)), "hidden"),
        ] {
            await watched.proxy.inject(fault)
            #expect(await finding("x") == expected)
            #expect(await finding(id) == expected)
            await watched.proxy.clearFaults()
        }
    }

    @Test("sources that wait for each other cost the proxy no more than their own requests, and stay as frequent")
    func doesNotCountWaiting() async throws {
        let watched = await watched(population(users: 5), latency: .seconds(2)) { configuration in
            configuration.maximumDuty = 1
            configuration.details = .off
            configuration.keysInterval = .seconds(30)
            for source in Self.others { configuration.otherIntervals[source] = .seconds(30) }
        }
        try await watched.run {
            try await watched.pass(.seconds(120))
            for status in await watched.report().sources {
                #expect(status.lastSuccess != nil, "\(status.source)")
                #expect(status.interval == .seconds(30) || status.unavailability != nil, "\(status.source)")
            }
        }
    }

    @Test("the reset dates of organisations outlive one failure to read them, and only until they pass")
    func keepsResetDates() async throws {
        var population = still(
            .generated(teams: 1, keys: 1, organizations: 2, seed: 7, at: 1_795_222_095))
        for index in population.budgets.indices {
            population.budgets[index].duration = "30d"
            population.budgets[index].resetAt = 1_795_222_095 + 900
        }
        let watched = await watched(population)
        func dates(_ report: Report) -> [Timestamp?] { report.accounts(.organization).map(\.budget.resetsAt) }
        let told: [Timestamp?] = [Timestamp(unixSeconds: 1_795_222_995), Timestamp(unixSeconds: 1_795_222_995)]
        try await watched.run {
            try await watched.wait(atMost: .seconds(60), "not all was read") { isComplete($0) }
            #expect(dates(await watched.report()) == told)
            await watched.proxy.inject(Fault(.status(500), routes: ["/budget/list"]))
            try await watched.pass(.seconds(700))
            let status = try #require(self.status(await watched.report(), .organizations))
            #expect(status.lastOutcome == .incomplete)
            #expect(dates(await watched.report()) == told)
            try await watched.pass(.seconds(600))
            #expect(dates(await watched.report()) == [nil, nil])
        }
    }

    @Test("without a licence, budgets of providers or of the proxy there is nothing to see, and nothing has failed")
    func toleratesWhatIsUnavailable() async throws {
        var population = population(users: 3)
        population.providers = []
        var settings = ProxySettings()
        settings.isLicensed = false
        let watched = await watched(population, settings: settings)
        try await watched.run {
            try await watched.wait(atMost: .seconds(60), "not all was read") { isComplete($0) }
            let report = await watched.report()
            for source in [SourceID.organizations, .providers] {
                #expect(status(report, source)?.unavailability != nil)
                #expect(status(report, source)?.isUp == true)
            }
            #expect(report.accounts(.proxy).isEmpty)
            #expect(report.upstream.failures.allSatisfy { $0.count == 0 })
            await watched.proxy.reconfigure { $0.isLicensed = true }
            try await watched.wait(atMost: .seconds(310), "a licence is not found") {
                $0.accounts(.organization).count == 3
            }
        }
    }

    @Test("while LiteLLM's database is away no account of any kind goes")
    func survivesADatabaseOutage() async throws {
        let watched = await watched(population(users: 20)) { configuration in
            configuration.otherIntervals = configuration.otherIntervals.mapValues { _ in .seconds(30) }
        }
        await watched.proxy.setUser(.proxyBudget(maxBudget: 500, duration: "30d", createdAt: 1_795_000_000))
        try await watched.run {
            try await watched.wait(atMost: .seconds(120), "not all was read") { isComplete($0) }
            let before = await watched.report().accounts.mapValues(\.count)
            await watched.proxy.inject(Fault(.databaseOutage))
            try await watched.pass(.seconds(200)) { report in
                #expect(report.accounts.mapValues(\.count) == before)
            }
            let failures = await watched.report().upstream.failures.filter { $0.count > 0 }
            #expect(Set(failures.map(\.reason)) == ["database_unavailable"], "\(failures)")
        }
    }

    @Test("a round reads what lists do not tell: members, windows, budgets of models; then the key's headroom is known")
    func readsDetails() async throws {
        var population = still(.generated(teams: 2, keys: 2, seed: 7, at: 1_795_222_095))
        let (team, token) = (population.teams[0].id, population.keys[0].token)
        population.teams[0].maxBudget = 100
        population.teams[0].spend = 10
        population.teams[0].members = [SimulatedTeam.Member(userID: "u", budgetID: "own")]
        population.budgets = [SharedBudget(id: "own", maxBudget: 3, createdAt: 1_795_000_000)]
        population.keys[0].teamID = team
        population.keys[0].userID = "u"
        population.keys[0].maxBudget = 50
        population.keys[0].spend = 1
        let watched = await watched(population)
        try await watched.run {
            try await watched.wait(atMost: .seconds(60), "no round has ended") { $0.detailsRound != nil }
            let key = await watched.report().accounts(.key).first { $0.id.text == token }
            #expect(key?.remaining == 49)
            #expect(key?.headroom == 3)
            await watched.proxy.updateTeam(team) { $0.members[0].spend = 2.5 }
            try await watched.wait(atMost: .seconds(60), "the member's spend is not seen") { report in
                report.accounts(.key).contains { $0.id.text == token && $0.headroom == 0.5 }
            }
        }
    }

    /// A proxy that takes a second for each answer, and teams of which none is near its limit.
    private func slowProxy(teams: Int) -> WatchedProxy {
        var population = still(.generated(teams: teams, keys: 1, membersPerTeam: 1, seed: 7, at: 1_795_222_095))
        for index in population.teams.indices {
            (population.teams[index].maxBudget, population.teams[index].spend) = (9, 1)
        }
        return WatchedProxy(population, latency: .seconds(1)) {
            $0.teamsInterval = .seconds(300)
            $0.keysInterval = .seconds(600)
        }
    }

    @Test("a round that would take too long is left out, and taken up when it no longer would")
    func leavesLongRoundsOut() async throws {
        let watched = slowProxy(teams: 400)
        try await watched.run {
            try await watched.wait(atMost: .seconds(100), "the round is not left out") { _ in
                await watched.watch.round.isLeftOut
            }
            for team in await watched.proxy.teams.dropFirst(5) { await watched.proxy.apply(.deleteTeam(id: team.id)) }
            // Twenty doubts a sweep are looked into, and the others become too old.
            try await watched.wait(atMost: .seconds(3000), "the round is not taken up again") { _ in
                await !watched.watch.round.isLeftOut
            }
            try await watched.wait(atMost: .seconds(900), "no round ends") { $0.detailsRound != nil }
        }
    }

    @Test("a round keeps requests within the permitted part of the time, and uses it")
    func roundsAreGentle() async throws {
        let watched = slowProxy(teams: 60)
        try await watched.run {
            try await watched.wait(atMost: .seconds(1000), "no round has ended") { $0.detailsRound != nil }
            let before = await watched.report().upstream.durations.map(\.histogram.sum).reduce(0, +)
            try await watched.pass(.seconds(600))
            let after = await watched.report().upstream.durations.map(\.histogram.sum).reduce(0, +)
            let share = (after - before) / 600
            #expect(share <= 0.105 && share >= 0.08, "\(share)")
        }
    }
}

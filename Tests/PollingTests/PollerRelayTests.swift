import Budgets
import Curl
import LiteLLMAdmin
import LiteLLMSimulator
import Logging
import Persistence
import TestSupport
import Testing
import Threading

@testable import Polling

/// What a change of the configuration leaves as it was, and what it changes.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PollerRelayTests: PollerSuite, WatchSuite {
    func population(teams: Int = 12, keys: Int = 8) -> Population {
        var population = Population.generated(teams: teams, keys: keys, users: 5, seed: 7, at: 1_795_222_095)
        // Nothing is spent or reset but by the test.
        population.script = SpendingScript()
        for index in population.teams.indices {
            (population.teams[index].spend, population.teams[index].maxBudget) = (500, 1000)
            (population.teams[index].budgetDuration, population.teams[index].budgetResetAt) = (nil, nil)
        }
        return population
    }

    @Test("accounts stay, counters go on, and what was counted of sweeps and requests stays counted")
    func goesOn() async throws {
        let watched = WatchedProxy(population()) { $0.details = .off }
        let team = await watched.proxy.teams[0].id
        func history(_ report: Report) -> AccountHistory? {
            report.accounts(.team).first { $0.id.text == team }?.history
        }
        try await watched.runRelay { reload in
            try await watched.wait(atMost: .seconds(5), "nothing is complete") { isComplete($0, .teams) }
            await watched.proxy.updateTeam(team) { $0.spend = 505 }
            try await watched.pass(.seconds(40))
            let before = await watched.report()
            let counted = try #require(history(before)?.spendTotal)
            try await reload { $0.teamsInterval = .seconds(45) }
            let after = await watched.report()
            #expect(after.accounts(.team).map(\.id) == before.accounts(.team).map(\.id))
            #expect(after.accounts(.team).map(\.spend) == before.accounts(.team).map(\.spend))
            #expect(history(after)?.spendTotal == counted)
            let sweeps = status(before, .teams)?.sweeps[.complete] ?? 0
            #expect(status(after, .teams)?.sweeps[.complete] ?? 0 >= sweeps)
            #expect(status(after, .teams)?.interval == .seconds(45))
            #expect(after.isReady && after.proxyIsUp)
            await watched.proxy.updateTeam(team) { $0.spend = 508 }
            try await watched.pass(.seconds(100))
            let later = await watched.report()
            let total = try #require(history(later)?.spendTotal)
            #expect(total.amount >= counted.amount + 3, "\(counted) was not gone on from: \(total)")
            let seen =
                (status(later, .teams)?.sweeps[.complete] ?? 0) - (status(before, .teams)?.sweeps[.complete] ?? 0)
            #expect((2...4).contains(seen), "\(seen) sweeps in 100 s at every 45 s")
        }
    }

    @Test("a sweep that is cut off is no failure, and neither are its requests")
    func cutOff() async throws {
        let watched = WatchedProxy(population(), latency: .seconds(8)) {
            $0.details = .on
            $0.maximumDuty = 1
        }
        try await watched.runRelay { reload in
            for _ in 0..<3 {
                try await watched.pass(.seconds(3))
                try await reload { $0.teamsInterval = .seconds(31) }
            }
            try await watched.wait(atMost: .seconds(200), "no sweep of teams comes to its end") {
                isComplete($0, .teams) && isComplete($0, .keys)
            }
            try await watched.pass(.seconds(60))
            try await reload { $0.teamsInterval = .seconds(32) }
            let report = await watched.report()
            #expect(report.sources.compactMap { $0.sweeps[.failed] } == [])
            #expect(report.sources.compactMap(\.failure) == [])
            #expect(report.upstream.requests.filter { $0.code == "none" }.map(\.endpoint) == [])
            #expect(report.upstream.failures.reduce(0) { $0 + $1.count } == 0)
            #expect(report.detailsRound == nil || report.isReady)
        }
    }

    @Test("the state file is opened once, and written by all pollers")
    func stateFile() async throws {
        try await ScratchFolder.with { folder in
            let file = LedgerFile(path: folder.path("ledgers.sqlite"), proxy: "http://simulated")
            let population = population(teams: 3, keys: 3)
            var totals: [Double?] = []
            for run in 0..<2 {
                let watched = WatchedProxy(population) { $0.stateFile = file }
                let team = await watched.proxy.teams[0].id
                await watched.proxy.updateTeam(team) { $0.spend = 500 + Double(run * 3) }
                // The second run is later.
                watched.time.advance(by: .seconds(run * 1000))
                await watched.proxy.advance(to: watched.time.now().unixSeconds)
                try await watched.runRelay { reload in
                    try await watched.wait(atMost: .seconds(5), "nothing is complete") { isComplete($0, .teams) }
                    for step in 1...3 {
                        await watched.proxy.updateTeam(team) { $0.spend = 500 + Double(run * 3 + step) }
                        try await reload { $0.teamsInterval = .seconds(30 + step) }
                        #expect(await watched.report().stateIsUp == true, "after reload \(step)")
                        try await watched.pass(.seconds(60))
                        #expect(await watched.report().stateIsUp == true, "a while after reload \(step)")
                    }
                    let account = await watched.report().accounts(.team).first { $0.id.text == team }
                    // Whoever opens it a second time waits for the lock, and says so.
                    #expect(watched.log.withLock { $0.filter { $0.contains(file.path) } } == [])
                    totals.append(account?.history?.spendTotal.amount)
                }
            }
            #expect(totals == [3, 6], "the second run goes on from the first")
        }
    }

    @Test("what is not watched any more goes at once, and a source that is switched on begins as at a start")
    func otherAccounts() async throws {
        let watched = WatchedProxy(population()) {
            $0.details = .off
            $0.otherIntervals = [.users: .seconds(60)]
        }
        let (team, key) = (await watched.proxy.teams[2].id, await watched.proxy.keys[3].token)
        try await watched.runRelay { reload in
            try await watched.wait(atMost: .seconds(30), "not all was read") { report in
                report.sources.allSatisfy { $0.lastSuccess != nil }
            }
            #expect(await watched.report().accounts(.user).isEmpty == false)
            try await reload { configuration in
                configuration.otherIntervals = [:]
                configuration.teamFilter = AccountFilter(excludes: [GlobPattern(team)])
                configuration.keyFilter = AccountFilter(excludes: [GlobPattern(key)])
                configuration.limits = [.key: 4]
            }
            let without = await watched.report()
            #expect(without.accounts(.user).isEmpty && status(without, .users) == nil)
            #expect(!without.accounts(.team).contains { $0.id.text == team })
            #expect(!without.accounts(.key).contains { $0.id.text == key })
            #expect(without.accounts(.key).count == 4)
            #expect(!without.upstream.failures.contains { $0.endpoint == "/user/list" })
            try await watched.pass(.seconds(40)) { report in
                #expect(!report.accounts(.team).contains { $0.id.text == team })
            }
            try await reload { $0.otherIntervals = [.users: .seconds(90)] }
            let with = await watched.report()
            #expect(status(with, .users)?.interval == .seconds(90))
            try await watched.wait(atMost: .seconds(60), "users do not come back") { !$0.accounts(.user).isEmpty }
            try await watched.wait(atMost: .seconds(60), "the team does not come back") { report in
                report.accounts(.team).contains { $0.id.text == team }
            }
        }
    }

    @Test("another mode begins anew with what it watches")
    func otherMode() async throws {
        let watched = WatchedProxy(population())
        let team = await watched.proxy.teams[2].id
        try await watched.runRelay { reload in
            try await watched.wait(atMost: .seconds(30), "not all was read") { isComplete($0, .teams) }
            try await reload { configuration in
                configuration.mode = .listed
                configuration.listedTeams = [team]
            }
            let report = await watched.report()
            #expect(report.accounts(.team).map(\.id.text) == [team], "it is known and still watched")
            #expect(report.accounts(.key).isEmpty)
            #expect(report.sources.map(\.source).contains(.keys) == false)
            try await watched.wait(atMost: .seconds(30), "the listed team is not read") { $0.isReady }
            #expect(await watched.report().accounts(.team).map(\.id.text) == [team])
        }
    }

    @Test("a change during an outage, or before the first sweep, is taken and mended by the next sweep")
    func outage() async throws {
        let watched = WatchedProxy(population()) { $0.details = .off }
        await watched.proxy.inject(Fault(.status(503)))
        try await watched.runRelay { reload in
            try await reload { $0.teamsInterval = .seconds(31) }
            try await watched.pass(.seconds(20))
            #expect(await !watched.report().proxyIsUp)
            await watched.proxy.clearFaults()
            try await reload { $0.teamsInterval = .seconds(32) }
            try await watched.wait(atMost: .seconds(5), "a reload does not ask anew at once") { $0.isReady }
            let known = await watched.report().accounts(.team)
            await watched.proxy.inject(Fault(.status(503)))
            try await watched.pass(.seconds(60))
            try await reload { $0.teamsInterval = .seconds(33) }
            let report = await watched.report()
            #expect(report.accounts(.team).map(\.spend) == known.map(\.spend))
            #expect(!report.proxyIsUp, "the outage is not forgotten")
        }
    }

    @Test("what Retry-After asks for, and what sweeps cost, a new poller heeds as the one before")
    func paceGoesOn() async throws {
        let watched = WatchedProxy(population(teams: 250, keys: 0), latency: .seconds(2)) { $0.details = .off }
        func asked() async -> Int { await watched.proxy.requestCounts["/v2/team/list"] ?? 0 }
        try await watched.runRelay { reload in
            try await watched.wait(atMost: .seconds(20), "nothing is complete") { isComplete($0, .teams) }
            let before = await asked()
            try await reload { $0.keysInterval = .seconds(61) }
            try await watched.pass(.seconds(20))
            #expect(await asked() - before <= 2, "it sweeps as if nothing were known of how slow the proxy is")
            try await watched.wait(atMost: .seconds(200), "no second sweep") {
                status($0, .teams)?.sweeps[.complete] == 2
            }
            await watched.proxy.inject(
                Fault(.tooManyRequests(retryAfter: "200"), routes: ["/v2/team/list"]))
            try await watched.wait(atMost: .seconds(200), "it is not refused") { !$0.proxyIsUp }
            let refused = await asked()
            try await reload { $0.keysInterval = .seconds(62) }
            try await watched.pass(.seconds(150))
            #expect(await asked() == refused)
            try await watched.wait(atMost: .seconds(60), "it is not asked any more") { _ in await asked() > refused }
        }
    }

    @Test("members that a round has read stay when a reload cuts it off, until the next comes to them")
    func cutOffRound() async throws {
        var population = Population.generated(teams: 60, keys: 1, membersPerTeam: 1, seed: 7, at: 1_795_222_095)
        population.script = SpendingScript()
        for index in population.teams.indices {
            (population.teams[index].maxBudget, population.teams[index].spend) = (9, 1)
        }
        let watched = WatchedProxy(population, latency: .milliseconds(500))
        func members() async -> Set<AccountID> { Set(await watched.report().accounts(.teamMember).map(\.id)) }
        try await watched.runRelay { reload in
            try await watched.wait(atMost: .seconds(300), "no member is read") { !$0.accounts(.teamMember).isEmpty }
            // Longer than they would stay without the round.
            try await watched.pass(.seconds(360))
            let before = await members()
            #expect((5..<60).contains(before.count), "the round is not under way: \(before.count)")
            try await reload { $0.keysInterval = .seconds(61) }
            try await watched.pass(.seconds(20))
            #expect(await members().isSuperset(of: before))
        }
    }

    @Test("a poller that was taken over from lets go of what it asked with, state file or not")
    func letsGo() async throws {
        final class Connections: Sendable {}
        try await ScratchFolder.with { folder in
            var configuration = Poller.Configuration()
            configuration.stateFile = LedgerFile(path: folder.path("ledgers.sqlite"), proxy: "http://simulated")
            let watch = Watch(configuration)
            let polling = configuration
            let url = try BaseURL("http://simulated")
            let (_, changes) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            let time = ManualTime()
            @Sendable func poller(_ connections: Connections) -> Poller {
                Poller(
                    polling, proxy: AdminAPI.Configuration(baseURL: url), credential: .fixed(Secret("sk-test")),
                    transport: { _ throws(TransferError) in
                        withExtendedLifetime(connections) {}
                        throw TransferError(.connectionFailed(detail: "refused"), duration: .zero)
                    }, watch: watch, time: time,
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, changes: changes)
            }
            let (reloads, reload) = AsyncStream.makeStream(of: Void.self)
            let (takeOvers, takenOver) = AsyncStream.makeStream(of: Void.self)
            let first = Locked(WeakReference<Connections>())
            let relay = PollerRelay {
                let connections = Connections()
                first.withLock { $0.object = connections }
                return poller(connections)
            } successor: {
                for await _ in reloads {
                    return PollerRelay.Successor(poller(Connections())) { takenOver.yield() }
                }
                return nil
            }
            try await withThrowingTaskGroup { group in
                group.addTask { try await relay.run() }
                reload.yield()
                var takeOver = takeOvers.makeAsyncIterator()
                #expect(await takeOver.next() != nil, "nobody took over")
                let start = ContinuousClock.now
                var isHeld = true
                while isHeld, ContinuousClock.now - start < .seconds(10) {
                    try await Task.sleep(for: .milliseconds(5))
                    isHeld = first.withLock { $0.object != nil }
                }
                #expect(!isHeld)
                group.cancelAll()
            }
        }
    }
}

private struct WeakReference<Object: AnyObject & Sendable>: Sendable {
    weak var object: Object?
}

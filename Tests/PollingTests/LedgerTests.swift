import Budgets
import LiteLLMAdmin
import Persistence
import TestSupport
import Testing
import Threading

@testable import Polling

/// What is told of accounts beyond the newest look, and that it outlives the process.
@Suite(.timeLimit(.minutes(10))) struct LedgerTests {
    private let noon = Timestamp(unixSeconds: 1_795_219_200)

    private func team(_ id: String = "a", spend: USD?, limit: USD = 100, resetsAfter seconds: Int? = nil) -> Account {
        Account(
            id: .team(id), budget: Budget(limit: .limited(limit), resetsAt: seconds.map { noon + .seconds($0) }),
            spend: spend)
    }

    /// A sweep of teams that took no time, on a clock that is `skew` ahead of LiteLLM's.
    private func look(_ accounts: [Account], of source: SourceID = .teams, _ watch: Watch, at seconds: Int) async {
        let uptime = Uptime(sinceOrigin: .seconds(seconds))
        let now = noon + .seconds(seconds)
        await watch.begin(source, at: Moment(uptime: uptime, now: now))
        var sweep = Sweep(source, absence: .isVerified, startedAt: uptime)
        sweep.observations = accounts.map { Observation($0, at: uptime) }
        _ = await watch.finish(sweep, at: uptime, now)
    }

    private func accounts(_ watch: Watch, at seconds: Int, _ kind: AccountKind = .team) async -> [Account] {
        await watch.report(at: Uptime(sinceOrigin: .seconds(seconds)), noon + .seconds(seconds)).accounts(kind)
    }

    private func history(_ watch: Watch, at seconds: Int) async -> AccountHistory? {
        await accounts(watch, at: seconds).first?.history
    }

    @Test("a counter goes on over a reset, and rates appear once most of their windows were watched")
    func tellsHistories() async throws {
        let watch = Watch(Poller.Configuration())
        for turn in 0...10 {
            let spend = turn < 6 ? Double(turn) : Double(turn - 6)
            await look([team(spend: USD(spend), resetsAfter: turn < 6 ? 175 : 86_400)], watch, at: 30 * turn)
        }
        let told = try #require(await history(watch, at: 300))
        #expect(told.spendTotal == 9, "5 before the reset and 4 after it, what fell between two looks aside")
        #expect(told.scheduledResets == 1 && told.unscheduledResets == 0)
        #expect(told.periodStart == noon + .seconds(180))
        #expect(told.outlooks.map(\.window.label) == ["5m"])
        #expect(abs(told.outlooks[0].ratePerSecond.amount - 9.0 / 300) < 1e-12)
    }

    @Test("the course of the running period is told to who asks, by LiteLLM's clock")
    func tellsCourse() async {
        let watch = Watch(Poller.Configuration())
        for turn in 0...3 { await look([team(spend: USD(Double(turn)))], watch, at: 30 * turn) }
        let id = team(spend: 0).id
        let course = await watch.course(of: id, at: Uptime(sinceOrigin: .seconds(100)), noon + .seconds(100))
        #expect(course.map(\.spend) == [0, 1, 2, 3])
        #expect(course.map(\.time) == [0, 30, 60, 90].map { noon + .seconds($0) })
        #expect(await watch.course(of: .team("unknown"), at: Uptime(sinceOrigin: .zero), noon) == [])
    }

    @Test("nothing is told anew of an account that stands still, but for its windows moving on now and then")
    func leavesTheIdleAlone() async throws {
        let watch = Watch(Poller.Configuration())
        func looks(_ seconds: ClosedRange<Int>, spend: USD) async {
            for second in stride(from: seconds.lowerBound, through: seconds.upperBound, by: 30) {
                await look([team(spend: spend)], watch, at: second)
                _ = await accounts(watch, at: second)
            }
        }
        await looks(0...3570, spend: 1)
        await looks(3600...7200, spend: 2)
        let before = await accounts(watch, at: 7200)
        await looks(7230...7260, spend: 2)
        let after = await accounts(watch, at: 7260)
        #expect(after.areStored(with: before) == [true], "not even copied: spending stopped an hour ago")
        #expect(before.first?.history?.outlooks.first?.ratePerSecond == 0)
    }

    @Test("what is projected to a reset ends when its date has passed, also of an account that stands still")
    func endsWhatIsProjected() async throws {
        let watch = Watch(Poller.Configuration())
        for second in stride(from: 0, through: 600, by: 30) {
            await look([team(spend: 1, resetsAfter: 620)], watch, at: second)
            _ = await accounts(watch, at: second)
        }
        #expect(await history(watch, at: 610)?.outlooks.map(\.projectedSpend) == [1])
        await look([team(spend: 1, resetsAfter: 620)], watch, at: 630)
        #expect(await history(watch, at: 631)?.outlooks.map(\.projectedSpend) == [nil])
    }

    @Test("a look that does not tell the spend, and what a provider tells, is none for the counter")
    func passesOverWhatIsNoLook() async {
        let watch = Watch(Poller.Configuration())
        await look([team(spend: 1)], watch, at: 0)
        await look([team(spend: nil)], watch, at: 30)
        await look([team(spend: 4)], watch, at: 60)
        #expect(await history(watch, at: 60)?.spendTotal == 3)
        var configuration = Poller.Configuration()
        configuration.otherIntervals = [.providers: .seconds(30)]
        let providers = Watch(configuration)
        for turn in 0..<3 {
            let account = Account(id: .provider("p"), budget: Budget(limit: .limited(9)), spend: USD(Double(turn)))
            await look([account], of: .providers, providers, at: turn * 30)
        }
        #expect(await accounts(providers, at: 60, .provider).map(\.history) == [nil])
    }

    @Test(
        "an account that was away for less than a week goes on counting, and one that was away for longer begins anew")
    func remembersTheAbsent() async {
        for (days, total) in [(6, USD(5)), (8, USD(0))] {
            let watch = Watch(Poller.Configuration())
            await look([team(spend: 1), team("b", spend: 0)], watch, at: 0)
            await look([team(spend: 3), team("b", spend: 0)], watch, at: 30)
            _ = await watch.settle([(.team("a"), Verdict(.gone))], at: Uptime(sinceOrigin: .seconds(40)))
            for hour in 1...(days * 24) {
                await look([team("b", spend: 0)], watch, at: hour * 3600)
                _ = await accounts(watch, at: hour * 3600)
            }
            await look([team(spend: 6)], watch, at: days * 86_400 + 60)
            #expect(await history(watch, at: days * 86_400 + 60)?.spendTotal == total, "\(days) days")
        }
    }

    @Test("dates of LiteLLM's are held against LiteLLM's clock, however wrong the local one is")
    func followsTheProxysClock() async {
        let watch = Watch(Poller.Configuration())
        // Two hours ahead: to the local clock every reset of the next hours is overdue.
        await watch.record(
            Exchange(endpoint: .teamList, status: 200, duration: .zero, date: "Sat, 21 Nov 2026 10:00:00 GMT"),
            receivedAt: Timestamp(unixSeconds: 1_795_262_400))
        await look([team(spend: 5, resetsAfter: 3600)], watch, at: 0)
        await look([team(spend: 1, resetsAfter: 3600)], watch, at: 30)
        #expect(await history(watch, at: 30)?.unscheduledResets == 1)
        #expect(await history(watch, at: 30)?.spendTotal == 0)
    }

    @Test("a restart goes on where the last run ended, however it ended", arguments: [true, false])
    func outlivesARestart(endsWell: Bool) async throws {
        try await ScratchFolder.with { folder in
            let file = LedgerFile(path: folder.path("ledgers.sqlite"), proxy: "http://localhost:4000")
            let clock = ManualTime()
            func run(_ body: (Watch) async throws -> Void) async throws {
                let watch = Watch(Poller.Configuration())
                let keeper = try #require(await LedgerKeeper(opening: file, for: watch, time: clock, log: { _ in }))
                try await body(watch)
                if endsWell {
                    await keeper.finish()
                } else {
                    await keeper.writeAndLetGo()
                }
            }
            func step(_ watch: Watch, spend: USD) async {
                let moment = Moment(uptime: clock.uptime, now: clock.now())
                await watch.begin(.teams, at: moment)
                var sweep = Sweep(.teams, absence: .isVerified, startedAt: moment.uptime)
                sweep.observations = [Observation(team(spend: spend), at: moment.uptime)]
                _ = await watch.finish(sweep, at: moment.uptime, moment.now)
                clock.advance(by: .seconds(30))
            }
            func told(_ watch: Watch) async -> AccountHistory? {
                await watch.report(at: clock.uptime, clock.now()).accounts(.team).first?.history
            }
            try await run { watch in
                for turn in 0...20 { await step(watch, spend: USD(Double(turn))) }
                #expect(await told(watch)?.spendTotal == 20)
            }
            try await run { watch in
                await step(watch, spend: 22)
                let history = try #require(await told(watch))
                #expect(history.spendTotal == 22)
                #expect(history.outlooks.map(\.window.label) == ["5m"], "nothing that was watched is forgotten")
                #expect(abs(history.outlooks[0].ratePerSecond.amount - 11.0 / 300) < 1e-9)
            }
        }
    }

    @Test("a reset that was due by LiteLLM's clock is due again when its looks are read from the file")
    func remembersTheProxysClock() async throws {
        try await ScratchFolder.with { folder in
            let file = LedgerFile(path: folder.path("ledgers.sqlite"), proxy: "http://localhost:4000")
            let clock = ManualTime()
            let proxyIsAhead: Duration = .seconds(600)
            let midnight = try #require(Timestamp(httpDate: "Sat, 21 Nov 2026 00:00:00 GMT"))
            func run(_ body: (Watch) async -> Void) async throws -> AccountHistory? {
                let watch = Watch(Poller.Configuration())
                let keeper = try #require(await LedgerKeeper(opening: file, for: watch, time: clock, log: { _ in }))
                await watch.record(
                    Exchange(
                        endpoint: .teamList, status: 200, duration: .zero, date: "Sat, 21 Nov 2026 00:10:00 GMT"),
                    receivedAt: midnight)
                await body(watch)
                let told = await watch.report(at: clock.uptime, clock.now()).accounts(.team).first?.history
                await keeper.writeAndLetGo()
                return told
            }
            func step(_ watch: Watch, spend: USD, resetsAt: Timestamp) async {
                let moment = Moment(uptime: clock.uptime, now: clock.now())
                await watch.begin(.teams, at: moment)
                var sweep = Sweep(.teams, absence: .isVerified, startedAt: moment.uptime)
                var account = team(spend: spend)
                account.budget.resetsAt = resetsAt
                sweep.observations = [Observation(account, at: moment.uptime)]
                _ = await watch.finish(sweep, at: moment.uptime, moment.now)
                clock.advance(by: .seconds(30))
            }
            let due = clock.now() + proxyIsAhead + .seconds(15)
            let before = try await run { watch in
                await step(watch, spend: 0, resetsAt: due)
                await step(watch, spend: 5, resetsAt: due)
                await step(watch, spend: 1, resetsAt: due + .seconds(86_400))
            }
            let after = try await run { await step($0, spend: 1, resetsAt: due + .seconds(86_400)) }
            for told in [before, after] {
                #expect(told?.spendTotal == 6)
                #expect(told?.scheduledResets == 1 && told?.unscheduledResets == 0)
            }
        }
    }

    @Test("without a state file nothing is gathered for one")
    func gathersNothingInVain() async {
        let watch = Watch(Poller.Configuration())
        await look([team(spend: 1)], watch, at: 0)
        #expect(await watch.takeRecords().looks == [])
        let moment = Moment(uptime: Uptime(sinceOrigin: .seconds(1)), now: noon)
        #expect(await watch.takeFold(all: true, at: moment).ledgers.isEmpty)
    }

    @Test("a file that cannot be used is said once, and the exporter runs without")
    func runsWithoutState() async throws {
        try await ScratchFolder.with { folder in
            let watch = Watch(Poller.Configuration())
            let said = Locked<[Notice]>([])
            let keeper = await LedgerKeeper(
                opening: LedgerFile(path: folder.path, proxy: "http://localhost:4000"), for: watch, time: ManualTime(),
                log: { notice in said.withLock { $0.append(notice) } })
            #expect(keeper == nil)
            #expect(said.withLock { $0 } == [.stateIsMissing(.isFolder(path: folder.path))])
            #expect(await watch.report(at: Uptime(sinceOrigin: .zero), noon).stateIsUp == false)
        }
    }
}

import Budgets
import LiteLLMAdmin
import Persistence
import TestSupport
import Testing
import Threading

@testable import Polling

/// What a restart leaves of histories, whether the exporter was stopped or killed.
@Suite(.timeLimit(.minutes(10))) struct LedgerRestartTests {
    /// An exporter that is started again and again on one state file, with sweeps of teams every 30 s.
    final class Runs {
        enum End: CaseIterable, Sendable {
            case stopped
            case killed
        }

        let file: LedgerFile
        let clock = ManualTime()
        private(set) var said: [Notice] = []

        init(_ folder: ScratchFolder) {
            file = LedgerFile(path: folder.path("ledgers.sqlite"), proxy: "http://localhost:4000")
        }

        func run(_ end: End, _ body: (Watch) async throws -> Void) async throws {
            let watch = Watch(Poller.Configuration())
            let said = Locked<[Notice]>([])
            let keeper = try #require(
                await LedgerKeeper(
                    opening: file, for: watch, time: clock, log: { notice in said.withLock { $0.append(notice) } }))
            try await body(watch)
            switch end {
            case .stopped: await keeper.finish()
            case .killed: await keeper.writeAndLetGo()
            }
            self.said += said.withLock { $0 }
        }

        func sweep(_ watch: Watch, _ spends: [String: USD?], for duration: Duration = .seconds(30)) async {
            for _ in 0..<Int(duration.seconds / 30) {
                clock.advance(by: .seconds(30))
                let moment = Moment(uptime: clock.uptime, now: clock.now())
                await watch.begin(.teams, at: moment)
                var sweep = Sweep(.teams, absence: .isVerified, startedAt: moment.uptime)
                sweep.observations = spends.map { id, spend in
                    Observation(
                        Account(id: .team(id), budget: Budget(limit: .limited(1000)), spend: spend), at: moment.uptime)
                }
                _ = await watch.finish(sweep, at: moment.uptime, moment.now)
            }
        }

        func history(_ watch: Watch, _ team: String = "a") async -> AccountHistory? {
            await watch.report(at: clock.uptime, clock.now()).accounts(.team).first { $0.id == .team(team) }?.history
        }

        func rates(_ watch: Watch, _ team: String = "a") async -> [String: Double] {
            let outlooks = await history(watch, team)?.outlooks ?? []
            return Dictionary(uniqueKeysWithValues: outlooks.map { ($0.window.label, $0.ratePerSecond.amount) })
        }
    }

    @Test("an account that stood still for an hour keeps its windows over a restart", arguments: Runs.End.allCases)
    func keepsTheIdle(end: Runs.End) async throws {
        try await ScratchFolder.with { folder in
            let runs = Runs(folder)
            // Twice, as what is kept of an account at the first stop is not kept anew at the second.
            for turn in 0..<3 {
                try await runs.run(end) { watch in
                    if turn == 0 {
                        await runs.sweep(watch, ["a": 1])
                        await runs.sweep(watch, ["a": 4], for: .seconds(3600))
                    } else {
                        await runs.sweep(watch, ["a": 4])
                        #expect(await runs.rates(watch).keys.sorted() == ["1h", "5m"], "run \(turn)")
                        #expect(await runs.history(watch)?.spendTotal == 3)
                        await runs.sweep(watch, ["a": 4], for: .seconds(1200))
                    }
                }
            }
        }
    }

    @Test("spending between two changes lies where it was seen, also when read from the file")
    func placesSpending() async throws {
        try await ScratchFolder.with { folder in
            let runs = Runs(folder)
            try await runs.run(.killed) { watch in
                await runs.sweep(watch, ["a": 0], for: .seconds(3600))
                await runs.sweep(watch, ["a": 50])
            }
            try await runs.run(.killed) { watch in
                await runs.sweep(watch, ["a": 50], for: .seconds(300))
                // The burst is just over, and half of it no older than five minutes would be wrong.
                let rates = await runs.rates(watch)
                #expect(rates["5m"] == 0)
                #expect(abs((rates["1h"] ?? .nan) * 3600 - 50) < 0.5)
            }
        }
    }

    @Test(
        "an account that a whole look lacked is not taken for one that stayed, until it is seen again",
        arguments: Runs.End.allCases)
    func doesNotCreditTheMissing(end: Runs.End) async throws {
        try await ScratchFolder.with { folder in
            let runs = Runs(folder)
            try await runs.run(end) { watch in await runs.sweep(watch, ["a": 1, "b": 1], for: .seconds(1800)) }
            try await runs.run(end) { watch in await runs.sweep(watch, ["b": 1], for: .seconds(1800)) }
            try await runs.run(end) { watch in
                await runs.sweep(watch, ["a": 100, "b": 1], for: .seconds(300))
                // All of it was spent at some time in the last half an hour and more, and nothing in the last five minutes.
                #expect(await runs.rates(watch)["5m"] == 0)
                #expect(await runs.history(watch)?.spendTotal == 99)
                #expect(await runs.rates(watch, "b")["1h"] == 0)
            }
            try await runs.run(end) { watch in
                await runs.sweep(watch, ["a": 100, "b": 1])
                #expect(await runs.rates(watch)["5m"] == 0, "it was seen again, and is known to have stayed")
            }
        }
    }

    @Test("an account that comes back as it was is seen again", arguments: Runs.End.allCases)
    func seesTheUnchangedAgain(end: Runs.End) async throws {
        try await ScratchFolder.with { folder in
            let runs = Runs(folder)
            try await runs.run(end) { watch in await runs.sweep(watch, ["a": 1, "b": 1], for: .seconds(600)) }
            try await runs.run(end) { watch in await runs.sweep(watch, ["b": 1], for: .seconds(600)) }
            try await runs.run(end) { watch in await runs.sweep(watch, ["a": 1, "b": 1], for: .seconds(600)) }
            try await runs.run(end) { watch in
                await runs.sweep(watch, ["a": 1, "b": 1])
                #expect(await runs.rates(watch)["5m"] == 0)
            }
        }
    }

    @Test("an account that was forgotten and comes back begins anew, in the file too", arguments: Runs.End.allCases)
    func beginsAnew(end: Runs.End) async throws {
        try await ScratchFolder.with { folder in
            let runs = Runs(folder)
            try await runs.run(.stopped) { watch in
                await runs.sweep(watch, ["a": 1, "b": 0])
                await runs.sweep(watch, ["a": 31, "b": 0])
            }
            try await runs.run(end) { watch in
                for _ in 0..<9 {
                    runs.clock.advance(by: .seconds(86_400))
                    await runs.sweep(watch, ["b": 0])
                    _ = await watch.report(at: runs.clock.uptime, runs.clock.now())
                }
                await runs.sweep(watch, ["a": 40, "b": 0])
                await runs.sweep(watch, ["a": 42, "b": 0])
                #expect(await runs.history(watch)?.spendTotal == 2)
            }
            try await runs.run(end) { watch in
                await runs.sweep(watch, ["a": 42, "b": 0])
                #expect(await runs.history(watch)?.spendTotal == 2)
                #expect(await runs.history(watch, "b")?.spendTotal == 0)
            }
        }
    }

    @Test("where a spend has become unknown, nobody knows where it leads; it is told again when it is known again")
    func endsForecasts() async throws {
        try await ScratchFolder.with { folder in
            let runs = Runs(folder)
            try await runs.run(.killed) { watch in
                await runs.sweep(watch, ["a": 1000], for: .seconds(600))
                let before = try #require(await runs.history(watch))
                #expect(before.outlooks.count == 1 && before.exhaustedSince != nil)
                await runs.sweep(watch, ["a": nil as USD?], for: .seconds(600))
                let unknown = try #require(await runs.history(watch))
                #expect(unknown.outlooks == [] && unknown.exhaustedSince == nil)
                #expect(unknown.spendTotal == before.spendTotal)
                await runs.sweep(watch, ["a": 1000])
                #expect(await runs.history(watch)?.exhaustedSince == before.exhaustedSince)
            }
        }
    }

    @Test("a wall clock that was set back between two runs hides nothing of the second")
    func survivesAClockSetBack() async throws {
        try await ScratchFolder.with { folder in
            let runs = Runs(folder)
            try await runs.run(.killed) { await runs.sweep($0, ["a": 1]) }
            runs.clock.shiftWallClock(by: .seconds(-600))
            try await runs.run(.killed) { watch in
                await runs.sweep(watch, ["a": 5])
                await runs.sweep(watch, ["a": 2])
                #expect(await runs.history(watch)?.unscheduledResets == 1)
            }
            try await runs.run(.killed) { watch in
                await runs.sweep(watch, ["a": 2])
                let told = try #require(await runs.history(watch))
                #expect(told.spendTotal == 4 && told.unscheduledResets == 1)
            }
        }
    }

    @Test("more looks than anybody takes are not gathered, and all ledgers make up for them")
    func isBounded() async throws {
        try await ScratchFolder.with { folder in
            let runs = Runs(folder)
            try await runs.run(.killed) { watch in
                await watch.gather(atMost: 5)
                for turn in 0...10 { await runs.sweep(watch, ["a": USD(Double(turn)), "b": 0]) }
            }
            try await runs.run(.killed) { watch in
                await runs.sweep(watch, ["a": 10, "b": 0])
                #expect(await runs.history(watch)?.spendTotal == 10)
                #expect(await runs.history(watch, "b")?.spendTotal == 0)
            }
        }
    }

    @Test("an exporter that is stopped while it waits for the file says no more than that it waits")
    func waitsQuietly() async throws {
        try await ScratchFolder.with { folder in
            let runs = Runs(folder)
            let (file, now) = (runs.file, runs.clock.now())
            let said = Locked<[Notice]>([])
            try await runs.run(.stopped) { _ in
                let watch = Watch(Poller.Configuration())
                let waiting = Task {
                    await LedgerKeeper(
                        opening: file, for: watch, time: SystemTime(),
                        log: { notice in said.withLock { $0.append(notice) } })
                }
                while said.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(5)) }
                #expect(await watch.report(at: Uptime(sinceOrigin: .zero), now).stateIsUp == false)
                waiting.cancel()
                #expect(await waiting.value == nil)
            }
            #expect(said.withLock { $0 } == [.stateIsAwaited(.locked(path: file.path, waited: .zero))])
        }
    }
}

extension Watch {
    fileprivate func gather(atMost looks: Int) {
        ledgers.journal?.mostLooks = looks
    }
}

extension LedgerKeeper {
    /// As much as a process has done that is killed right after a sweep.
    func writeAndLetGo() async {
        let (signals, signal) = AsyncStream.makeStream(of: Void.self)
        signal.yield()
        signal.finish()
        await run(signals)
        await store.close()
    }
}

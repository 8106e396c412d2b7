import Budgets
import LiteLLMAdmin
import LiteLLMSimulator
import TestSupport
import Testing
import Threading

@testable import Polling

@Suite struct WatchTests: WatchSuite {
    @Test("an account that a complete sweep lacks is doubted, and removed only when it is found gone")
    func removesOnlyWhatIsGone() async {
        let watch = Watch(Poller.Configuration())
        _ = await finish(watch, sweep([team("a"), team("b")], from: 0, to: 1), at: 1)
        let unseen = await finish(watch, sweep([team("a")], from: 30, to: 31), at: 31)
        #expect(unseen == [.team("b")])
        #expect(await teams(watch, at: 32) == ["a", "b"])
        _ = await watch.settle([(.team("b"), Verdict(.unknown))], at: at(40))
        #expect(await teams(watch, at: 33) == ["a", "b"])
        _ = await watch.settle([(.team("b"), Verdict(.gone))], at: at(40))
        #expect(await teams(watch, at: 34) == ["a"])
    }

    @Test("a sweep that was not complete casts no doubt", arguments: [Sweep.Outcome.incomplete, .failed(outage)])
    func doubtsNothingAfterAPartOfASweep(outcome: Sweep.Outcome) async {
        let watch = Watch(Poller.Configuration())
        _ = await finish(watch, sweep([team("a"), team("b")], from: 0, to: 1), at: 1)
        #expect(await finish(watch, sweep([team("a")], from: 30, to: 31, outcome: outcome), at: 31) == [])
        #expect(await teams(watch, at: 31) == ["a", "b"])
    }

    @Test("what an incomplete sweep saw counts")
    func takesPartsOfASweep() async {
        let watch = Watch(Poller.Configuration())
        _ = await finish(watch, sweep([team("a")], from: 0, to: 1), at: 1)
        _ = await finish(
            watch, sweep([team("a", spend: 5), team("c")], from: 30, to: 31, outcome: .incomplete), at: 31)
        let report = await watch.report(at: at(32), noon)
        #expect(report.accounts(.team).map(\.spend) == [5, 1])
        #expect(report.sources.first { $0.source == .teams }?.isUp == true)
        #expect(report.sources.first { $0.source == .teams }?.lastSuccess == noon + .seconds(1))
    }

    @Test("an account that is seen again by its id was only skipped")
    func takesWhatPagingSkipped() async {
        let watch = Watch(Poller.Configuration())
        _ = await finish(watch, sweep([team("a"), team("b")], from: 0, to: 1), at: 1)
        _ = await finish(watch, sweep([team("a")], from: 30, to: 31), at: 31)
        _ = await watch.settle(
            [(.team("b"), Verdict(.present(Observation(team("b", spend: 7), at: at(32)))))], at: at(40))
        #expect(await watch.report(at: at(33), noon).accounts(.team).last?.spend == 7)
    }

    @Test("no more than 20 accounts are doubted in a sweep, the longest unseen first")
    func boundsDoubts() async {
        let watch = Watch(Poller.Configuration())
        let ids = (100..<150).map(String.init)
        _ = await finish(watch, sweep(ids.map { team($0) }, from: 0, to: 1), at: 1)
        let unseen = await finish(watch, sweep([], from: 30, to: 31), at: 31)
        #expect(unseen == ids.prefix(20).map { .team($0) })
    }

    @Test(
        "an account that the key may not see makes the view partial until it is seen or gone, however long that takes")
    func noticesAPartialView() async {
        let watch = Watch(Poller.Configuration())
        _ = await finish(watch, sweep([team("a"), team("b")], from: 0, to: 1), at: 1)
        _ = await finish(watch, sweep([team("a")], from: 30, to: 31), at: 31)
        let notices = await watch.settle([(.team("b"), Verdict(.hidden))], at: at(40))
        #expect(notices == [.viewIsPartial(.teams)])
        // The account itself goes stale; that there is one more than can be seen remains true, and remains in doubt.
        #expect(await finish(watch, sweep([team("a")], from: 1000, to: 1001), at: 1001) == [.team("b")])
        #expect(await teams(watch, at: 1001) == ["a"])
        #expect(await watch.report(at: at(1001), noon).sources.first { $0.source == .teams }?.isPartial == true)
        #expect(await watch.settle([(.team("b"), Verdict(.gone))], at: at(40)).contains(.viewIsWhole(.teams)))
    }

    @Test("the exporter's own key is no account, whenever it becomes known")
    func leavesOutItsOwnKey() async {
        let watch = Watch(Poller.Configuration())
        let (own, other) = (String(repeating: "a", count: 64), String(repeating: "b", count: 64))
        let keys = [own, other].map { Account(id: .key(hash: $0), budget: Budget(limit: .unlimited), spend: 0) }
        _ = await finish(watch, sweep(keys, of: .keys, from: 0, to: 1), at: 1)
        await watch.recognizeOwnKey(hash: own, expiresAt: noon)
        #expect(await watch.report(at: at(2), noon).accounts(.key).map(\.id) == [.key(hash: other)])
        _ = await finish(watch, sweep(keys, of: .keys, from: 60, to: 61), at: 61)
        let report = await watch.report(at: at(62), noon)
        #expect(report.accounts(.key).map(\.id) == [.key(hash: other)])
        #expect(report.ownKeyExpiry == noon)
    }

    @Test("litellm_up follows the last finished attempt, and nothing is lost by a failure")
    func reportsFailures() async {
        let watch = Watch(Poller.Configuration())
        #expect(await watch.report(at: at(0), noon).proxyIsUp == false)
        _ = await finish(watch, sweep([team("a")], from: 0, to: 1), at: 1)
        #expect(await watch.report(at: at(1), noon).proxyIsUp)
        _ = await finish(watch, sweep([], from: 30, to: 31, outcome: .failed(Self.outage)), at: 31)
        let report = await watch.report(at: at(31), noon)
        #expect(!report.proxyIsUp)
        #expect(report.isReady)
        #expect(report.accounts(.team).map(\.id.text) == ["a"])
        let failures = report.upstream.failures.filter { $0.count > 0 }.map {
            "\($0.endpoint) \($0.reason) \($0.count)"
        }
        #expect(failures == ["/v2/team/list database_unavailable 1"])
    }

    @Test("a list of which a part could not be read removes nothing")
    func removesNothingUnread() async {
        func users(_ ids: [String], at seconds: Int) -> Sweep {
            let accounts = ids.map { Account(id: .user($0), budget: Budget(limit: .limited(1)), spend: 0) }
            return sweep(accounts, of: .users, from: seconds, to: seconds, absence: .isRemoval)
        }
        var configuration = Poller.Configuration()
        configuration.otherIntervals = [.users: .seconds(30)]
        for spoil: (inout Sweep) -> Void in [
            { $0.badRows = [BadRow(offset: 1, before: nil, after: nil)] }, { $0.reject(.badElement) },
        ] {
            let watch = Watch(configuration)
            _ = await finish(watch, users(["u", "v"], at: 0), at: 0)
            var partial = users(["u"], at: 30)
            spoil(&partial)
            _ = await finish(watch, partial, at: 30)
            #expect(await watch.report(at: at(31), noon).accounts(.user).count == 2)
            _ = await finish(watch, users(["u"], at: 60), at: 60)
            #expect(await watch.report(at: at(61), noon).accounts(.user).count == 1)
        }
    }

    @Test("an answer about an account that was asked for by its id does not undo a newer one")
    func verdictsHaveTheirOwnTime() async {
        let watch = Watch(Poller.Configuration())
        await watch.observe([Observation(team("a", spend: 9), at: at(50))])
        _ = await watch.settle(
            [(.team("a"), Verdict(.present(Observation(team("a", spend: 5), at: at(40)))))], at: at(40))
        #expect(await watch.report(at: at(60), noon).accounts(.team).map(\.spend) == [9])
    }

    @Test("hot accounts: the fullest first, then the exhausted, never a barrier of zero")
    func findsHotAccounts() async {
        let watch = Watch(Poller.Configuration())
        let accounts = [
            team("exhausted", spend: 12), team("cool", spend: 8), team("hot", spend: 8.1), team("hotter", spend: 9.9),
            team("barrier", limit: .limited(0)), team("free", limit: .unlimited), team("unknown", spend: nil),
        ]
        _ = await finish(watch, sweep(accounts, from: 0, to: 1), at: 1)
        #expect(await watch.hotAccounts(atMost: 50) == [.team("hotter"), .team("hot"), .team("exhausted")])
        #expect(await watch.hotAccounts(atMost: 1) == [.team("hotter")])
    }

    @Test("an account that its only source no longer names is gone at once")
    func followsItsOwnKey() async {
        var configuration = Poller.Configuration()
        configuration.mode = .own
        let watch = Watch(configuration)
        _ = await finish(watch, sweep([team("a")], from: 0, to: 1, absence: .isRemoval), at: 1)
        #expect(await finish(watch, sweep([team("b")], from: 30, to: 31, absence: .isRemoval), at: 31) == [])
        #expect(await teams(watch, at: 31) == ["b"])
    }

    @Test("the clocks are held against each other by the Date header")
    func measuresSkew() async throws {
        let watch = Watch(Poller.Configuration())
        let received = try #require(Timestamp(httpDate: "Sat, 21 Nov 2026 00:48:20 GMT"))
        await watch.record(
            Exchange(
                endpoint: .teamList, status: 200, duration: .seconds(2), date: "Sat, 21 Nov 2026 00:48:15 GMT"),
            receivedAt: received)
        // Five seconds after the date, less half of the two that the request took, less half a second of rounding.
        #expect(await watch.report(at: at(0), noon).clockSkew == 3.5)
    }

    @Test("a limit shows the fullest and says how many are left out")
    func limitsWhatIsShown() async {
        var configuration = Poller.Configuration()
        configuration.limits = [.team: 1]
        let watch = Watch(configuration)
        _ = await finish(watch, sweep([team("a", spend: 1), team("b", spend: 9)], from: 0, to: 1), at: 1)
        let report = await watch.report(at: at(1), noon)
        #expect(report.accounts(.team).map(\.id.text) == ["b"])
        #expect(report.dropped == [.team: 1, .key: 0, .teamMember: 0])
        #expect(report.sources.first { $0.source == .teams }?.accounts == 2)
    }

    @Test("a bad row is said once, and asked for again after ten minutes")
    func passesOverBadRows() async {
        let watch = Watch(Poller.Configuration())
        let row = BadRow(offset: 4, before: "a", after: "c")
        var first = sweep([team("a")], from: 0, to: 1)
        first.badRows = [row]
        #expect(await watch.finish(first, at: at(1), noon).notices.contains(.badRow(.teams, row)))
        #expect(await watch.badRows(of: .teams, at: at(600)) == [row])
        var second = sweep([team("a")], from: 30, to: 31)
        second.badRows = [row]
        #expect(await watch.finish(second, at: at(31), noon).notices == [])
        #expect(await watch.badRows(of: .teams, at: at(600)) == [row])
        #expect(await watch.badRows(of: .teams, at: at(601)) == [])
        _ = await watch.finish(sweep([team("a")], from: 610, to: 611), at: at(611), noon)
        #expect(await watch.badRows(of: .teams, at: at(612)) == [])
    }

    @Test("where single accounts cannot be asked for, one is gone once two complete sweeps in a row have lacked it")
    func removesWhatTwoSweepsLack() async {
        var configuration = Poller.Configuration()
        configuration.otherIntervals = [.users: .seconds(300)]
        let watch = Watch(configuration)
        func user(_ id: String) -> Account { Account(id: .user(id), budget: Budget(limit: .limited(1)), spend: 0) }
        func sweepUsers(_ users: [Account], at second: Int, outcome: Sweep.Outcome = .complete) async -> [String] {
            _ = await finish(
                watch,
                sweep(
                    users, of: .users, from: second, to: second, outcome: outcome, absence: .isConfirmedByNextSweep),
                at: second)
            return await watch.report(at: at(second), noon).accounts(.user).map(\.id.text)
        }
        let both = [user("a"), user("b")]
        #expect(await sweepUsers(both, at: 0) == ["a", "b"])
        #expect(await sweepUsers([user("a")], at: 10) == ["a", "b"])
        #expect(await sweepUsers(both, at: 20) == ["a", "b"])
        #expect(await sweepUsers([user("a")], at: 30) == ["a", "b"])
        #expect(await sweepUsers([], at: 40, outcome: .failed(Self.outage)) == ["a", "b"])
        #expect(await sweepUsers([user("a")], at: 50) == ["a"])
    }

    @Test("a sweep that brought a part tells what it lacked, until one is complete")
    func tellsShortfalls() async {
        let watch = Watch(Poller.Configuration())
        var partial = sweep([team("a")], from: 0, to: 1, outcome: .incomplete)
        partial.errors = [Self.outage]
        _ = await finish(watch, partial, at: 1)
        #expect(await status(watch, .teams, at: 1)?.shortfall == SourceStatus.Failure(Self.outage))
        #expect(await status(watch, .teams, at: 1)?.failure == nil)
        _ = await finish(watch, sweep([team("a")], from: 30, to: 31), at: 31)
        #expect(await status(watch, .teams, at: 31)?.shortfall == nil)
    }

    @Test("a sweep is told in numbers: how many it saw, and what of them is new, changed or gone")
    func counts() async {
        let watch = Watch(Poller.Configuration())
        func tally(_ accounts: [Account], from start: Int) async -> SweepTally {
            await watch.finish(
                sweep(accounts, from: start, to: start, absence: .isRemoval), at: at(start), noon
            ).tally
        }
        #expect(await tally([team("a"), team("b"), team("c")], from: 0) == SweepTally(seen: 3, new: 3))
        #expect(await tally([team("a"), team("b", spend: 2)], from: 30) == SweepTally(seen: 2, changed: 1, gone: 1))
        #expect(await tally([team("a"), team("c")], from: 60) == SweepTally(seen: 2, new: 1, gone: 1))
    }

    @Test("the exporter's own key is not left out any more once another is used that has no entry, the master key")
    func forgetsItsOwnKey() async throws {
        var population = Population.generated(teams: 1, keys: 1, seed: 7, at: 1_795_222_095)
        population.script = SpendingScript()
        let watched = WatchedProxy(population)
        let (own, api) = (OwnKeyReading(api: try watched.api(), watch: watched.watch), population.keys[0].token)
        await watched.watch.recognizeOwnKey(hash: api, expiresAt: noon)
        await watched.proxy.inject(
            Fault(
                .status(404, body: #"{"error":{"message":"Key not found in database","type":"not_found_error"}}"#),
                routes: ["/key/info"]))
        #expect(await own.run() == nil)
        let key = Account(id: .key(hash: api), budget: Budget(limit: .unlimited), spend: 0)
        await watched.watch.observe([Observation(key, at: watched.time.uptime)])
        #expect(await watched.report().accounts(.key).map(\.id) == [key.id])
        #expect(await watched.report().ownKeyExpiry == nil)
    }

    @Test("what LiteLLM tells of the exporter's own key holds while it does not answer, whatever its hash should be")
    func keepsItsOwnKey() async {
        let watch = Watch(Poller.Configuration())
        await watch.recognizeOwnKey(hash: "told", expiresAt: noon)
        await watch.recognizeOwnKey(workedOut: "worked out")
        for hash in ["told", "worked out", "another"] {
            let key = Account(id: .key(hash: hash), budget: Budget(limit: .unlimited), spend: 0)
            await watch.observe([Observation(key, at: at(0))])
        }
        let report = await watch.report(at: at(0), noon)
        #expect(report.accounts(.key).map(\.id) == [.key(hash: "another")])
        #expect(report.ownKeyExpiry == noon)
    }

    @Test("the exporter's own key is no account, though LiteLLM tells nothing of it", arguments: [403, 404, 500])
    func leavesOutItsUntoldKey(status: Int) async throws {
        let watched = WatchedProxy(Population.generated(teams: 2, keys: 3, seed: 7, at: 1_795_222_095)) {
            $0.details = .off
        }
        let own = AccountID.key(hash: SimulatedKey.token(of: Population.viewerKey))
        let body = #"{"error":{"message":"Key not found in database","type":"not_found_error"}}"#
        await watched.proxy.inject(Fault(.status(status, body: body), routes: ["/key/info"]))
        try await watched.run {
            try await watched.wait(atMost: .seconds(60), "no keys are read") { $0.accounts(.key).count >= 3 }
            #expect(await watched.proxy.keys.contains { .key(hash: $0.token) == own })
            try await watched.pass(.seconds(90)) { report in
                #expect(!report.accounts(.key).contains { $0.id == own })
            }
        }
    }

    @Test(
        "hot accounts that are gone do not keep the others from being read, but while the proxy is away one is enough")
    func readsHotAccountsBehindDeletedOnes() async throws {
        var population = Population.generated(teams: 1, keys: 1, seed: 7, at: 1_795_222_095)
        population.script = SpendingScript()
        (population.keys[0].maxBudget, population.keys[0].spend) = (10, 8.5)
        let watched = WatchedProxy(population)
        let api = try watched.api()
        let details = AccountDetails(
            api: api, teamFilter: AccountFilter(), keyFilter: AccountFilter(), members: .none, watch: watched.watch,
            time: watched.time)
        let source = HotAccounts(details: details, watch: watched.watch, time: watched.time)
        func key(_ hash: String, _ spend: USD) -> Observation {
            Observation(
                Account(id: .key(hash: hash), budget: Budget(limit: .limited(10)), spend: spend),
                at: watched.time.uptime)
        }
        let gone = (0..<5).map { key(String(repeating: "\($0)", count: 64), 9.5) }
        await watched.watch.observe(gone + [key(population.keys[0].token, 8.2)])
        let pacing = Pacing(pace: Published(.withoutRest), meter: RequestMeter(), time: watched.time)
        watched.time.advance(by: .seconds(1))
        let sweep = await source.sweep(pacing)
        #expect(sweep.tally == SweepTally(seen: 1, changed: 1))
        #expect(sweep.outcome == .complete)
        #expect(await watched.proxy.requestCounts["/key/info"] == 6)
        _ = await watched.watch.finish(
            self.sweep([], from: 0, to: 0, outcome: .failed(Self.outage)), at: watched.time.uptime, noon)
        _ = await source.sweep(pacing)
        #expect(await watched.proxy.requestCounts["/key/info"] == 7)
    }
}
